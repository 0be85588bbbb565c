"""Finding a namespace of a running sandbox by the id or name of what it stands for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from acree_sandbox.cli import process
from acree_sandbox.cli.admin import ask
from acree_sandbox.core.errors import SandboxError

HOSTS = frozenset({"device", "host"})
FORWARDERS = frozenset(
    {
        "device",
        "ecr",
        "host",
        "internet",
        "transit-router",
        "tunnel",
        "vbr",
        "vpc",
        "vpn-connection",
        "vpn-gateway",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """A namespace of a running sandbox.

    Attributes:
        entering: the command that runs the command after it there.
        environ: the environment for it.
    """

    entering: Sequence[str]
    environ: dict[str, str]


def find(folder: Path, wanted: str, kinds: Collection[str]) -> Place:
    """Find what has an id or name.

    Raises:
        SandboxError: no sandbox or no data plane runs, or not exactly one has it.
    """
    from acree_sandbox.network.inside import entering, environment

    found = process.need_running(folder)
    network = ask(found, "GET", "network")
    known = [its for its in network["namespaces"] if its["kind"] in kinds]
    matching = [its for its in known if its["id"] == wanted] or [its for its in known if its["name"] == wanted]
    if len(matching) != 1:
        there = ", ".join(sorted(f"{its['name'] or its['id']}" for its in known)) or "none"
        raise SandboxError(
            f"wanted the id or name of one {' or '.join(sorted(kinds))}, found {wanted!r}; there are: {there}"
        )
    variables = process.environment_of(found)
    return Place(
        entering(int(network["holder"]), matching[0]["namespace"]), environment(Path(variables["SSL_CERT_FILE"]))
    )


def become(place: Place, command: Sequence[str]) -> int:
    """Replace this process by a command that runs in a place.

    Raises:
        SandboxError: it cannot be run.
    """
    import os

    whole = [*place.entering, *command]
    try:
        os.execvpe(whole[0], whole, place.environ)  # noqa: S606  # running the user's command is the purpose
    except OSError as error:
        raise SandboxError(f"{whole[0]} cannot be run: {error.strerror}; run: python3 toolchain/system.py") from error
