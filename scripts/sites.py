"""The example stacks with data centers: how the device is made ready, from what is rendered for it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scripts.hosts import pipes, running
from scripts.workplace import Workplace

SITE, HOST = "hq", "hq-runner"
"""The data center of every example, and the host behind its device."""
OF_HOST = "of-the-host"
"""The file below the rendered folder that stands in place of the host's own one."""
LEASED_LINE = ("iproute2", "nftables", "frr")
TUNNELS = ("strongswan-userspace", "iproute2", "nftables")


@dataclass(frozen=True, slots=True)
class Device:
    """What a device is made of.

    Attributes:
        families: what is rendered for it; none for a Smart Access Gateway, which gets its routes from the cloud.
        names: the family that gives the data center the names: `hosts` or `dnsmasq`.
        tunnels: whether it has two tunnels.
        keys: secrets of the configuration that are the keys of its tunnels; none when the cloud makes them.
        beside: hosts of VPCs that use the same routes.
        line: its port of the leased line that the tunnels stand by for; empty where they do not.
    """

    families: tuple[str, ...]
    names: str
    tunnels: bool = False
    keys: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    line: str = ""


DEVICES: Mapping[str, Device] = {
    "vpn-gateway": Device(TUNNELS, "hosts", tunnels=True),
    "vpn-gateway-elsewhere": Device(
        TUNNELS, "hosts", tunnels=True, keys=("acree:hq-1", "acree:hq-2"), beside=("ecs2",)
    ),
    "transit-vpn": Device((*TUNNELS, "frr"), "dnsmasq", tunnels=True),
    "express-connect": Device(LEASED_LINE, "dnsmasq"),
    "express-connect-elsewhere": Device(("iproute2", "nftables"), "hosts"),
    "express-connect-router": Device(LEASED_LINE, "hosts"),
    "express-connect-router-vpc": Device(LEASED_LINE, "dnsmasq"),
    "smart-access-gateway-create": Device((), "hosts"),
    "two-ways": Device((*TUNNELS, "frr"), "hosts", tunnels=True, line="eth1"),
}
"""Device by name of the example stack."""


def configured(place: Workplace, stack: str) -> tuple[str, ...]:
    """Choose the keys of the tunnels of a stack that takes them from its configuration, anew each time.

    Returns:
        The keys in clear text, in the order of the tunnels; none for a stack whose keys the cloud makes.
    """
    place.select(stack)
    chosen = {name: secrets.token_urlsafe(24) for name in DEVICES[stack].keys}
    for name, key in chosen.items():
        place.pulumi("config", "set", "--secret", name, given=key)
    return tuple(chosen.values())


def rendered(place: Workplace, stack: str, folder: Path) -> Path:
    """Render the device with its keys, which no terminal shows; return the folder.

    Args:
        place: a workplace whose stack is provisioned, with the cloud's tunnel addresses in its lock file.
        stack: name of the stack.
        folder: where to; it has to be a short path, since sockets will lie below it.
    """
    device = DEVICES[stack]
    outputs = json.loads(place.pulumi("stack", "output", "--show-secrets", "--json").output)
    keys = folder / "keys.json"
    keys.touch(mode=0o600)
    keys.write_text(json.dumps(outputs.get("tunnel_keys", {})), encoding="utf-8")
    families = [word for family in (*device.families, device.names) for word in ("--family", family)]
    target = folder / SITE
    how = ("--with-secrets", "--secrets", str(keys), "--output", str(target), "--place", str(target))
    place.acree("onprem", SITE, "--stack", stack, *families, *how)
    return target


@contextmanager
def loaded(place: Workplace, stack: str) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Load what is rendered onto the device, and give its host the names.

    Yields:
        The rendered folder, and what stands before a command on the host that looks names up.
    """
    with ExitStack() as kept:
        folder = rendered(place, stack, Path(kept.enter_context(TemporaryDirectory(prefix="hq-"))))
        if DEVICES[stack].families:
            place.sandbox("site", "load", SITE, str(folder))
            kept.callback(place.sandbox, "site", "unload", SITE)
        if DEVICES[stack].names == "dnsmasq":
            server = kept.enter_context(running(place, HOST, "forwarder", str(folder / "dnsmasq")))
            if not pipes(server)[1].readline():
                raise RuntimeError("the data center's DNS server has ended; it has said why")
        yield folder, named(folder, DEVICES[stack].names)


def named(folder: Path, family: str) -> tuple[str, ...]:
    """What stands before a command, so that it looks names up as a host of the data center does."""
    source = folder / OF_HOST
    if family == "hosts":
        target, lines = "/etc/hosts", (folder / family / f"{SITE}.hosts").read_text(encoding="utf-8")
        source.write_text(f"127.0.0.1 localhost\n{lines}", encoding="utf-8")
    else:
        target = "/etc/resolv.conf"
        source.write_text("nameserver 127.0.0.1\n", encoding="utf-8")
    return ("unshare", "--mount", "sh", "-euc", _NAMED, "sh", str(source), target)


def record_moved(folder: Path, old: str, new: str) -> None:
    """Load the fixed records anew where there are any, as a person must do whenever object storage moves (G42)."""
    path = folder / OF_HOST
    path.write_text(path.read_text(encoding="utf-8").replace(f"{old} ", f"{new} "), encoding="utf-8")


_NAMED = 'mount --bind "$1" "$2"; shift 2; exec "$@"'


def ends(place: Workplace) -> list[str]:
    """Public addresses of the cloud's ends of the two tunnels, the preferred one first."""
    (connection,) = place.resources()["vpn connection"]
    tunnels: list[dict[str, Any]] = connection["tunnels"]
    return [tunnel["InternetIp"] for tunnel in sorted(tunnels, key=lambda its: int(its["TunnelIndex"]))]
