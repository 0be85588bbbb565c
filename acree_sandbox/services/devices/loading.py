"""How the files of each family of devices are loaded onto a Linux router: one function each.

The folders are those that `acree onprem` writes, one for each family, or one of them alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from acree_sandbox.core.errors import SandboxError

SECONDS = 120.0
DOWN = "down.sh"
LONGEST_PATH = 70
"""Of a folder in which strongSwan has sockets: a socket's whole path has at most 107 characters."""
_NAMED_FOLDER = re.compile(r"^STRONGSWAN_CONF=(/.*)/[^/]+/strongswan\.conf$", re.MULTILINE)


class DeviceError(SandboxError):
    """A device does not take what is loaded onto it."""


class Device(Protocol):
    """What a loader may do on a device."""

    def run(self, *command: str) -> None:
        """Run a command to its end; DeviceError when it fails."""
        ...

    def route(self, configuration: str) -> None:
        """Start FRR with a configuration."""
        ...


Load = Callable[[Device, Path], None]
_LOADERS: dict[str, Load] = {}


@dataclass(frozen=True, slots=True)
class Found:
    """Files of a folder by family.

    Attributes:
        loaded: folder by family, in the order in which they are loaded.
        left: families for which a Linux router has no use.
    """

    loaded: Mapping[str, Path]
    left: tuple[str, ...]


def loads(family: str) -> Callable[[Load], Load]:
    """Register what loads a family's folder; families are loaded in the order of their registration."""

    def register(load: Load) -> Load:
        _LOADERS[family] = load
        return load

    return register


def families_in(folder: Path) -> Found:
    """The families that a folder holds: as folders inside of it, or it is one of them itself.

    Raises:
        DeviceError: it holds none that can be loaded.
    """
    if not folder.is_dir():
        raise DeviceError(f"wanted a folder of rendered files, found {folder}")
    there = {folder.name: folder} if folder.name in _LOADERS else {its.name: its for its in folder.iterdir()}
    known = {name: there[name] for name in _LOADERS if name in there and there[name].is_dir()}
    if not known:
        raise DeviceError(f"{folder} holds none of {', '.join(_LOADERS)}; render one with: acree onprem")
    return Found(known, tuple(sorted(name for name, path in there.items() if path.is_dir() and name not in _LOADERS)))


def load(device: Device, folder: Path) -> Found:
    """Load all that a folder holds; errors as of `families_in`, and DeviceError when the device refuses something."""
    found = families_in(folder)
    for family, path in found.loaded.items():
        _LOADERS[family](device, path)
    return found


@loads("nftables")
def load_nftables(device: Device, folder: Path) -> None:
    """Load tables: each file replaces its own."""
    for path in _files(folder, "*.nft"):
        device.run("nft", "-f", str(path))


@loads("iproute2")
def load_iproute2(device: Device, folder: Path) -> None:
    """Run the scripts."""
    for path in _files(folder, "*.sh"):
        device.run("sh", str(path))


@loads("frr")
def load_frr(device: Device, folder: Path) -> None:
    """Start FRR with the configuration."""
    for path in _files(folder, "*.conf"):
        device.route(path.read_text(encoding="utf-8"))


@loads("strongswan-userspace")
def load_strongswan(device: Device, folder: Path) -> None:
    """Run what starts the tunnels; its files name each other by the place for which they were rendered."""
    script = folder / "up.sh"
    if not script.exists():
        raise DeviceError(f"{script} is missing; render the folder again")
    for named in _NAMED_FOLDER.findall(script.read_text(encoding="utf-8")):
        if Path(named) != folder.resolve():
            raise DeviceError(f"{script} was rendered for {named}; render it for {folder.resolve()}, where it is")
    if len(str(folder.resolve())) > LONGEST_PATH:
        raise DeviceError(f"{folder.resolve()} is too long for sockets below it: at most {LONGEST_PATH} characters")
    device.run("sh", str(script))


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    found = sorted(folder.glob(pattern))
    if not found:
        raise DeviceError(f"{folder} holds no {pattern}; render it again")
    yield from found
