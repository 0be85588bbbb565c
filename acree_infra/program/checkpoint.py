"""The checkpoint of a stack: what the engine remembers of its last update.

No program runs and nothing is asked of the cloud. Secrets stay encrypted, so their passphrase is not needed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acree_infra.errors import ConfigError, NeverUpdated
from acree_infra.program.backend import project_of, refusal_of


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a checkpoint.

    Attributes:
        kind: last word of its type token, for example `VPCRouteEntry`.
        name: name that the program gave it.
        parent: name of the component that holds it; empty for the stack itself.
        region: region of its provider; empty for a component.
        inputs: what the program asked for.
        outputs: what the provider or the program has answered.
    """

    kind: str
    name: str
    parent: str
    region: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint.

    Attributes:
        stack: name of the stack.
        written: when, as the engine wrote it.
        pending: operations that the engine began and of which it knows no end.
        resources: what exists; what only waits to be deleted is left out.
    """

    stack: str
    written: str
    pending: int
    resources: tuple[Resource, ...]

    @property
    def outputs(self) -> Mapping[str, Any]:
        """The stack's outputs."""
        return next((one.outputs for one in self.resources if one.kind == "Stack"), {})

    def of(self, kind: str) -> tuple[Resource, ...]:
        """The resources of a kind."""
        return tuple(one for one in self.resources if one.kind == kind)


def read_checkpoint(stack: str, folder: Path) -> Checkpoint:
    """The checkpoint of a stack, from the backend that the engine uses in a project.

    Args:
        stack: name of the stack.
        folder: folder of the project, or one inside it.

    Raises:
        ConfigError: there is no engine, no project, no such stack, or it was never updated.
        AccessError: the backend wants a login.
        AcreeError: the backend refused otherwise, for example since the stack is locked.
    """
    return parse_checkpoint(stack, _exported(stack, project_of(folder)))


def parse_checkpoint(stack: str, exported: str) -> Checkpoint:
    """A checkpoint from what `pulumi stack export` writes.

    Raises:
        NeverUpdated: the stack holds nothing.
    """
    deployment = json.loads(exported).get("deployment") or {}
    rows = [row for row in deployment.get("resources") or () if not row.get("delete")]
    if not rows:
        raise NeverUpdated(
            f"stack {stack} has no checkpoint to compare with: it was never updated, or it was destroyed",
            remedy=f"`pulumi up --stack {stack}` makes one; until then name a revision: --against REV",
        )
    written = str(deployment.get("manifest", {}).get("time", ""))
    resources = tuple(_resource(row) for row in rows if ":providers:" not in row["type"])
    return Checkpoint(stack, written, len(deployment.get("pending_operations") or ()), resources)


def _resource(row: Mapping[str, Any]) -> Resource:
    return Resource(
        kind=str(row["type"]).rpartition(":")[2],
        name=_name(row["urn"]),
        parent=_name(row.get("parent", "")),
        region=_name(str(row.get("provider", "")).rpartition("::")[0]),
        inputs=row.get("inputs") or {},
        outputs=row.get("outputs") or {},
    )


def _name(urn: str) -> str:
    """The name in a URN; none has `::` in it, since names are regions, table ids, hosts and prefixes."""
    return urn.rpartition("::")[2]


def _exported(stack: str, project: Path) -> str:
    from pulumi.automation import CommandError, InvalidVersionError, PulumiCommand  # noqa: PLC0415  # 0.3 s and more

    try:
        # `Stack.export_stack` would decrypt every secret, and would need the passphrase for it.
        done = PulumiCommand().run(["stack", "export", "--stack", stack], str(project), {})
    except FileNotFoundError:
        raise ConfigError(
            "expected `pulumi` on the PATH, found none", remedy="install the engine, or name a revision: --against REV"
        ) from None
    except InvalidVersionError as error:
        raise ConfigError(f"the engine does not fit: {error}", remedy="install the version that is wanted") from None
    except CommandError as error:
        raise refusal_of(stack, error) from None
    return str(done.stdout)
