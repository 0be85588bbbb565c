"""Real parsers of the families: each is a program of its own, run where it can touch nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

_FOLDERS = ("/usr/lib/frr", "/usr/sbin", "/sbin", "/usr/bin", "/bin", str(Path(sys.executable).parent))
_PATIENCE = 60
"""Seconds that a daemon gets on a busy machine."""


def program(name: str) -> str:
    """The path of a program; the test fails where it is not installed."""
    found = shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), *_FOLDERS)))
    if found is None:
        pytest.fail(f"{name} judges what is rendered and is not installed: run `make system`")
    return found


def run(arguments: Sequence[str | Path], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a judge; the caller looks at the verdict."""
    command = [program(str(arguments[0])), *map(str, arguments[1:])]
    clean = {"PATH": os.pathsep.join(_FOLDERS), **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=clean, timeout=_PATIENCE)


def alone(arguments: Sequence[str | Path], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a judge in an empty network of its own."""
    own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    command = [program("unshare"), *own, "--net", "--", program(str(arguments[0])), *map(str, arguments[1:])]
    clean = {"PATH": os.pathsep.join(_FOLDERS), **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=clean, timeout=_PATIENCE)


@contextmanager
def charon(config: Path, log: Path) -> Iterator[None]:
    """A charon in an empty network, for as long as the block runs."""
    own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    environment = {"PATH": os.pathsep.join(_FOLDERS), "STRONGSWAN_CONF": str(config)}
    command = [program("unshare"), *own, "--net", "--kill-child", "--fork", "--", program("charon-systemd")]
    with log.open("w") as out, subprocess.Popen(command, env=environment, stdout=out, stderr=out) as process:
        try:
            end = monotonic() + _PATIENCE
            while run(["swanctl", "--stats"], STRONGSWAN_CONF=str(config)).returncode:
                if process.poll() is not None or monotonic() > end:
                    pytest.fail(f"charon did not start:\n{log.read_text()}")
                sleep(0.05)
            yield
        finally:
            process.kill()


def shown_by_bgpd(text: str, folder: Path) -> str:
    """What vtysh shows of a configuration that a real bgpd runs, in an empty network."""
    own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    config, log = folder / "bgpd.conf", folder / "bgpd.log"
    config.write_text(text)
    daemon = [program("bgpd"), "-f", config, "--vty_socket", folder, "-i", folder / "bgpd.pid"]
    options = ["--no_kernel", "--vty_port", "0", "--user", "root", "--group", "root", "--skip_runas"]
    command = [program("unshare"), *own, "--net", "--kill-child", "--fork", "--", *map(str, daemon), *options]
    shows: list[str | Path] = ["vtysh", "--vty_socket", folder, "-c", "show running-config"]
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            end = monotonic() + _PATIENCE
            while (done := run(shows)).returncode or "router bgp" not in done.stdout:
                if process.poll() is not None or monotonic() > end:
                    pytest.fail(f"bgpd did not start:\n{log.read_text()}{done.stderr}")
                sleep(0.05)
            return done.stdout
        finally:
            process.kill()


def load_into_charon(config: Path, swanctl_folder: Path) -> str:
    """What swanctl says when it loads a folder; a file that it cannot read whole fails the test.

    Its exit code is 0 for syntax errors too, so its words are read.
    """
    for name in ("x509", "x509ca", "x509ocsp", "x509aa", "x509ac", "x509crl", "pubkey", "private", "rsa", "ecdsa"):
        (swanctl_folder / name).mkdir(exist_ok=True)
    for name in ("bliss", "pkcs8", "pkcs12"):
        (swanctl_folder / name).mkdir(exist_ok=True)
    done = run(["swanctl", "--load-all", "--noprompt"], STRONGSWAN_CONF=str(config), SWANCTL_DIR=str(swanctl_folder))
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    for word in ("syntax error", "invalid config", "failed"):
        assert word not in said, said
    return said
