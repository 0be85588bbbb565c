"""A forge of lists and objects in one file: what `gh` and `glab` ask of it is answered, kept and remembered.

Run as a program it is the command line of either: `python forge.py FILE gh api repos/…`. It knows as little of the
real ones as the pipelines use, and refuses the rest.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

BOT = {"login": "github-actions[bot]", "id": 41}
STRANGER = {"login": "somebody", "id": 7}
_FLAGS = ("--paginate", "--slurp", "--silent")
_VALUES = ("--method", "--raw-field", "--field")
_KEYS = ("id", "number", "iid")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked.

    Attributes:
        method: HTTP method; `RUN` for `gh workflow run`.
        path: path of the API without its query; name of the workflow.
        fields: what was sent.
    """

    method: str
    path: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Forge:
    """The forge's side of the file, which is read at each request: others write to it too.

    Args:
        file: where everything is kept.
    """

    file: Path

    def put(self, path: str, answer: object) -> None:
        """Have something answered at a path."""
        held = self._held()
        held["answers"][path] = answer
        self._keep(held)

    def answer(self, path: str) -> Any:  # noqa: ANN401  # JSON of any shape
        """What is answered at a path, an empty list where nothing is."""
        return self._held()["answers"].get(path, [])

    def written(self) -> list[Asked]:
        """All that was asked since the last time and that changes something."""
        held = self._held()
        asked = [Asked(*one) for one in held["asked"]]
        self._keep({**held, "asked": []})
        return asked

    def ask(self, method: str, path: str, fields: dict[str, str]) -> object:
        """Answer one request."""
        path, _, query = path.partition("?")
        if method == "GET":
            found = self.answer(path)
            return [one for one in found if one.get("state") != "closed"] if "state=open" in query else found
        held = self._held()
        held["asked"].append((method, path, fields))
        held["count"] += 1
        done = _added(held, path, fields) if method == "POST" else _edited(held["answers"], path, fields)
        self._keep(held)
        return done

    def _held(self) -> dict[str, Any]:
        if not self.file.exists():
            return {"answers": {}, "asked": [], "count": 100}
        held: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
        return held

    def _keep(self, held: dict[str, Any]) -> None:
        self.file.write_text(json.dumps(held), encoding="utf-8")


def _added(held: dict[str, Any], path: str, fields: dict[str, str]) -> dict[str, object]:
    """Something new in the list of a path, which has the newest first."""
    made: dict[str, object] = {**fields, **dict.fromkeys(_KEYS, held["count"])}
    made |= dict.fromkeys(("user", "author", "creator"), BOT)
    if "/statuses/" in path:
        path = _statuses(path)
        made["status"] = fields["state"]
    held["answers"].setdefault(path, []).insert(0, made)
    return made


def _edited(answers: dict[str, Any], path: str, fields: dict[str, str]) -> dict[str, object]:
    """Another content of what has the number at the end of a path."""
    wanted = int(path.rpartition("/")[2])
    rows = [row for answer in answers.values() if isinstance(answer, list) for row in answer]
    row: dict[str, object] = next(row for row in rows if wanted in (row.get(key) for key in _KEYS))
    row.update(fields)
    if fields.get("state_event") == "close":
        row["state"] = "closed"
    return row


def _statuses(path: str) -> str:
    """Where statuses are read that are posted at a path."""
    whose, _, commit = path.partition("/statuses/")
    return (
        f"{whose}/repository/commits/{commit}/statuses"
        if "projects/" in whose
        else f"{whose}/commits/{commit}/statuses"
    )


def main(arguments: list[str]) -> int:
    """Be `gh` or `glab`."""
    file, program, verb, *rest = arguments
    forge = Forge(Path(file))
    if (program, verb, rest[:1]) == ("gh", "workflow", ["run"]):
        forge.ask("POST", f"run/{rest[1]}", _fields(rest))
        return 0
    if verb != "api":
        raise SystemExit(f"{program} {verb}: no pipeline asks for that")
    paths = [word for number, word in enumerate(rest) if _is_path(rest, number)]
    methods = [rest[number + 1] for number, word in enumerate(rest) if word == "--method"]
    [path] = paths
    answer = forge.ask(methods[0] if methods else "GET", path, _fields(rest))
    if "--silent" not in rest:
        _print(answer, paginate="--paginate" in rest, slurp="--slurp" in rest)
    return 0


def _is_path(words: list[str], number: int) -> bool:
    return words[number] not in (*_FLAGS, *_VALUES) and (number == 0 or words[number - 1] not in _VALUES)


def _fields(words: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, text in pairwise(words):
        if kind in ("--raw-field", "--field"):
            name, _, value = text.partition("=")
            from_file = kind == "--field" and value.startswith("@")
            found[name] = Path(value[1:]).read_text(encoding="utf-8") if from_file else value
    return found


def _print(answer: Any, *, paginate: bool, slurp: bool) -> None:  # noqa: ANN401  # JSON of any shape
    """Pages hold one row each, so that a pipeline that reads only the first is found out."""
    pages = [[row] for row in answer] or [[]] if paginate else [answer]
    print(json.dumps(pages) if slurp else "".join(json.dumps(page) for page in pages))  # noqa: T201  # it is a program


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
