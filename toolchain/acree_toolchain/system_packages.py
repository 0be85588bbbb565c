"""The system commands of the emulated networks and their tests: checks them, installs them where that is allowed."""

import os
import shlex
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from acree_toolchain.errors import ToolchainError
from acree_toolchain.progress import run, say

_ADMIN_FOLDERS = ("/usr/sbin", "/sbin")
_UNITS = Path("/etc/systemd/system")


@dataclass(frozen=True, slots=True)
class SystemCommand:
    """A command that the operating system provides.

    Attributes:
        name: the command.
        package: the Debian package that holds it.
        purpose: what acree does with it.
        unit: the systemd unit that the package would start by itself; masked before the package comes.
        file: what is looked for instead, where the package brings no command.
    """

    name: str
    package: str
    purpose: str
    unit: str = ""
    file: str = ""


_STRONGSWAN = "/usr/lib/ipsec/plugins/libstrongswan-"
COMMANDS = (
    SystemCommand("charon-systemd", "charon-systemd", "ends IPsec tunnels, judges their files", "strongswan.service"),
    SystemCommand(
        "charon's libipsec",
        "libcharon-extra-plugins",
        "encrypts in user space",
        file=f"{_STRONGSWAN}kernel-libipsec.so",
    ),
    SystemCommand(
        "charon's openssl",
        "libstrongswan-standard-plugins",
        "the algorithms of tunnels",
        file=f"{_STRONGSWAN}openssl.so",
    ),
    SystemCommand("chromedriver", "chromium-driver", "drives the browser that the tests open pages in"),
    SystemCommand("chromium", "chromium", "opens the pages of plan and diff as a reviewer does"),
    SystemCommand("curl", "curl", "follows a pull on hosts that have no Python"),
    SystemCommand("dnsmasq", "dnsmasq-base", "judges the DNS files of a data center"),
    SystemCommand("docker-registry", "docker-registry", "an older registry to test against", "docker-registry.service"),
    SystemCommand("fish", "fish", "tries the completion of its users"),
    SystemCommand("ip", "iproute2", "makes network namespaces, links and routes"),
    SystemCommand("jq", "jq", "reads what a forge answers, in the pipelines"),
    SystemCommand("mandoc", "mandoc", "judges the manual pages"),
    SystemCommand("named", "bind9", "split-horizon DNS to test against", "named.service"),
    SystemCommand("nft", "nftables", "blocks what a security group would block"),
    SystemCommand("ping", "iputils-ping", "sends the packets that prove a path"),
    SystemCommand("skopeo", "skopeo", "a second registry client to test with"),
    SystemCommand("ssh", "openssh-client", "reaches a host that a pull is followed on"),
    SystemCommand("sshd", "openssh-server", "lets a host of a data center be reached", "ssh.service"),
    SystemCommand("swanctl", "strongswan-swanctl", "tells charon its tunnels"),
    SystemCommand("tcpdump", "tcpdump", "shows which link a packet took"),
    SystemCommand("unbound-checkconf", "unbound", "judges the DNS files of a data center", "unbound.service"),
    SystemCommand("vtysh", "frr", "speaks BGP, and judges its files", "frr.service"),
    SystemCommand("zsh", "zsh", "tries the completion of its users"),
)


def missing(environ: Mapping[str, str]) -> tuple[SystemCommand, ...]:
    """Lists the commands that are not there; administrators' folders count even when they are not on PATH."""
    folders = os.pathsep.join((environ.get("PATH", ""), *_ADMIN_FOLDERS))
    return tuple(command for command in COMMANDS if not _is_there(command, folders))


def _is_there(command: SystemCommand, folders: str) -> bool:
    return Path(command.file).exists() if command.file else shutil.which(command.name, path=folders) is not None


def install(absent: Iterable[SystemCommand], environ: Mapping[str, str], *, is_root: bool) -> None:
    """Installs the packages of missing commands with apt; no service of theirs starts, now or at the next boot.

    Args:
        absent: the commands that are missing.
        environ: where apt is looked up and what it runs with.
        is_root: whether this process may install packages.

    Raises:
        ToolchainError: packages cannot be installed from here (the text holds the command that does it), or apt failed.
    """
    wanted = list(absent)
    packages = sorted({command.package for command in wanted})
    units = sorted(command.unit for command in wanted if command.unit)
    arguments = ["install", "-y", "--no-install-recommends", *packages]
    apt = shutil.which("apt-get", path=environ.get("PATH") or os.devnull)
    lacking = ", ".join(f"{command.name} ({command.purpose})" for command in wanted)
    if apt is None:
        raise ToolchainError(
            f"missing system commands: {lacking}; there is no apt-get here, so install them with your package "
            f"manager (Debian calls the packages {', '.join(packages)})"
        )
    if not is_root:
        mask = f"sudo {shlex.join(['systemctl', 'mask', *units])} && " if units else ""
        line = shlex.join(["apt-get", *arguments])
        raise ToolchainError(f"missing system commands: {lacking}; run `{mask}sudo apt-get update && sudo {line}`")
    say(f"missing system commands: {lacking}; apt installs them")
    for unit in units:
        _mask(unit)
    # Without systemd, services start by run level: in this one none do.
    quiet = {**environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    run("apt-get update", [apt, "update"], environ=quiet)
    run(f"apt-get install {' '.join(packages)}", [apt, *arguments], environ=quiet)


def _mask(unit: str) -> None:
    """Does what `systemctl mask` does, also where systemd does not run; a unit that somebody has set up is left."""
    link = _UNITS / unit
    if link.is_symlink() or link.exists():
        return
    say(f"the service {unit} is masked: only its program is needed (`systemctl unmask {unit}` lifts it)")
    _UNITS.mkdir(parents=True, exist_ok=True)
    link.symlink_to(os.devnull)


def main() -> int:
    """Checks and installs; the exit code is 0 when every command is there at the end."""
    absent = missing(os.environ)
    try:
        if absent:
            install(absent, os.environ, is_root=os.geteuid() == 0)
    except ToolchainError as error:
        print(f"toolchain: {error}", file=sys.stderr)
        return error.exit_code
    say(f"system commands are there: {', '.join(command.name for command in COMMANDS)}")
    return 0
