"""Existing things become the stack's: its state gets them under the names, parents and providers of the program.

The engine imports only beneath parents and with providers that the state holds, so those come into it first. What is
imported is protected until an update has run over it: whatever happens in between, nothing of it can be deleted.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from acree_infra.errors import AcreeError, ConfigError
from acree_infra.program.import_ids import ImportIds

_APPLIED = ("--yes", "--skip-preview", "--protect=true", "--generate-code=false", "--suppress-outputs")


@dataclass(frozen=True, slots=True, order=True)
class Imported:
    """One resource to import.

    Attributes:
        type: type token.
        name: name that the program gives it.
        id: id in the account, as the provider spells it.
        parent: URN of its component.
        provider: URN of the provider of its region.
    """

    type: str
    name: str
    id: str
    parent: str
    provider: str


class Importer:
    """Imports into one stack.

    Args:
        stack: name of the stack; the backend has it.
        project: folder of the project.
        environ: more variables for the engine and the program.
    """

    def __init__(self, stack: str, project: Path, environ: Mapping[str, str]) -> None:
        self._stack, self._project, self._environ = stack, project, dict(environ)

    def exported(self) -> str:
        """The state, secrets still encrypted."""
        return self._engine("stack", "export")

    def restore(self, exported: str) -> None:
        """Put a state back."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "state.json"
            path.write_text(exported, encoding="utf-8")
            self._engine("stack", "import", "--file", str(path))

    def run(self, ids: ImportIds, file: Path) -> tuple[Imported, ...]:
        """Import whatever the program would create although it exists.

        What hangs on an attachment is known only once that is imported, so it goes in rounds until nothing is found.

        Args:
            ids: finds what exists.
            file: where the generated import file is kept.

        Raises:
            AcreeError: a preview or an import fails; the state holds what was imported before.
        """
        done: tuple[Imported, ...] = ()
        while True:
            steps = self._steps()
            framed = with_frame(self.exported(), steps)
            found = tuple(sorted(importable(steps, ids)))
            if not found:
                return done
            self.restore(framed)
            done += found
            write_import_file(file, done)
            self._apply(found)

    def _steps(self) -> list[Mapping[str, Any]]:
        """What a preview would do, step by step."""
        said = self._engine("preview", "--json")
        try:
            steps: list[Mapping[str, Any]] = json.loads(said[said.index("{") :])["steps"]
        except (ValueError, KeyError):
            raise AcreeError(
                "the engine's preview is not the JSON that was expected", remedy="see `pulumi version`"
            ) from None
        return [step for step in steps if step["op"] == "create" and step.get("newState")]

    def _apply(self, found: Sequence[Imported]) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "import.json"
            write_import_file(path, found)
            self._engine("import", "--file", str(path), *_APPLIED)

    def _engine(self, *arguments: str) -> str:
        from pulumi.automation import CommandError, PulumiCommand  # noqa: PLC0415  # 0.3 s and more

        command = [*arguments, "--stack", self._stack, "--non-interactive", "--color", "never"]
        try:
            return str(PulumiCommand().run(command, str(self._project), self._environ).stdout)
        except CommandError as error:
            said = str(error.args[0] if error.args else error)
            raise AcreeError(f"`pulumi {arguments[0]}` failed:\n{said}") from None


def write_import_file(path: Path, found: Iterable[Imported]) -> None:
    """Write what `pulumi import --file` reads.

    Raises:
        ConfigError: it cannot be written.
    """
    rows = list(found)
    urns = sorted({urn for one in rows for urn in (one.parent, one.provider)})
    names = {urn: f"n{number}" for number, urn in enumerate(urns)}
    resources = [asdict(one) | {"parent": names[one.parent], "provider": names[one.provider]} for one in rows]
    table = {name: urn for urn, name in names.items()}
    try:
        path.write_text(json.dumps({"nameTable": table, "resources": resources}, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from error


def with_frame(exported: str, steps: Iterable[Mapping[str, Any]]) -> str:
    """A state that also holds the stack itself, the providers and the components that the program would create.

    None of them is anything in the account.

    Args:
        exported: the state, as `pulumi stack export` writes it.
        steps: creations of a preview.
    """
    document = json.loads(exported)
    deployment = document.setdefault("deployment", {})
    rows = deployment.get("resources") or []
    known = {row["urn"] for row in rows}
    new = [step["newState"] for step in steps if _is_frame(step["newState"]) and step["newState"]["urn"] not in known]
    deployment["resources"] = [*rows, *(_row(one) for one in sorted(new, key=_order))]
    return json.dumps(document)


def _is_frame(state: Mapping[str, Any]) -> bool:
    return not state.get("custom") or state["type"].startswith("pulumi:providers:")


def _order(state: Mapping[str, Any]) -> int:
    """The stack before its providers, each component after its parent: URNs spell out the types of all parents."""
    if state["type"] == "pulumi:pulumi:Stack":
        return 0
    return 1 + str(state["urn"]).count("$") + (0 if state.get("custom") else 1)


def _row(state: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"urn": state["urn"], "type": state["type"], "custom": bool(state.get("custom"))}
    if state.get("parent"):
        row["parent"] = state["parent"]
    if row["custom"]:
        inputs = dict(state.get("inputs") or {})
        row |= {"id": str(uuid.uuid4()), "inputs": inputs, "outputs": inputs}
    return row


def importable(steps: Iterable[Mapping[str, Any]], ids: ImportIds) -> Iterator[Imported]:
    """What a preview would create although it exists.

    Args:
        steps: creations of a preview.
        ids: finds what exists.
    """
    for step in steps:
        state = step["newState"]
        if _is_frame(state):
            continue
        provider, _, _ = str(state["provider"]).rpartition("::")
        region = provider.rpartition("::")[2]
        found = ids.of(_kind(state["type"]), region, state.get("inputs") or {})
        if found:
            yield Imported(state["type"], state["urn"].rpartition("::")[2], found, state["parent"], provider)


def _kind(token: str) -> str:
    """`vpc:RouteEntry` of `alicloud:vpc/routeEntry:RouteEntry`: there are three kinds called RouteEntry."""
    module, _, kind = token.rpartition(":")
    return f"{module.partition('/')[0].rpartition(':')[2]}:{kind}"
