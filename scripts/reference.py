"""Writes docs/reference and docs/man from the code: rules, verbs, stack file, actions of the sandbox.

`python -m scripts.reference` writes; with `--check` it ends with 1 when a page is not what the code says.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from acree_infra.cli import main as acree
from acree_infra.cli.help import Help
from acree_infra.rules.all_rules import RULES
from acree_infra.topology.schema import stack_schema
from acree_sandbox.api import load_services
from acree_sandbox.cli import main as sandbox
from acree_sandbox.core.registry import REGISTRY
from scripts.environment import environment_page
from scripts.exit_codes import exit_codes_page
from scripts.manual import manuals

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTE = "<!-- Written by `python -m scripts.reference`; change the code, not this page. -->\n"
WIDTH = 100


def pages() -> dict[str, str]:
    """Every page by its path from the folder of the reference."""
    return {
        "exit-codes.md": _page("Exit codes", exit_codes_page()),
        "environment.md": _page("Environment variables", environment_page()),
        **{f"../man/{name}": text for name, text in manuals().items()},
        "rules.md": _rules(),
        "commands.md": _commands(),
        "stack-file.md": _stack_file(),
        "sandbox-actions.md": _actions(),
    }


def main(arguments: list[str]) -> int:
    """Write the pages, or check them."""
    stale = [name for name, text in pages().items() if _kept(name) != text]
    if "--check" in arguments:
        for name in stale:
            print(f"{_place(name)} is not what the code says: run `python -m scripts.reference`")
        return 1 if stale else 0
    for name, text in pages().items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(stale)} of {len(pages())} pages changed")
    return 0


def _place(name: str) -> str:
    """A page for a person."""
    return f"docs/{name.removeprefix('../')}" if name.startswith("../") else f"docs/reference/{name}"


def _page(title: str, lines: list[str]) -> str:
    return "\n".join([f"# {title}", "", NOTE, *lines]) + "\n"


def _kept(name: str) -> str:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _rules() -> str:
    lines = ["# Rules", "", NOTE]
    lines += ["`acree lint` runs them all; `acree explain G9` prints one. `refuse` stops and can only be lifted by a"]
    lines += ["change; `ask` stops until the stack file overrides it with a reason; `warn` and `info` do not stop.", ""]
    lines += ["| rule | name | severity |", "|---|---|---|"]
    lines += [
        f"| [{rule.id}](#{rule.id.lower()}-{rule.name}) | {rule.name} | {', '.join(rule.severities)} |"
        for rule in RULES.all()
    ]
    for rule in RULES.all():
        lines += ["", f"## {rule.id} {rule.name}", "", _unindented(rule.purpose)]
    return "\n".join(lines) + "\n"


def _unindented(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


def _commands() -> str:
    lines = ["# Commands", "", NOTE, "How they end: [exit codes](exit-codes.md). What they read besides:"]
    lines += ["[environment variables](environment.md). The same as manual pages: `docs/man`."]
    for name, verbs, package, formatter in (
        ("acree", acree.VERBS, "acree_infra", Help),
        ("acree-sandbox", sandbox.VERBS, "acree_sandbox", argparse.RawDescriptionHelpFormatter),
    ):
        for verb, line in verbs.items():
            parser = argparse.ArgumentParser(
                prog=f"{name} {verb}",
                description=f"{line[0].upper()}{line[1:]}.",
                formatter_class=partial(formatter, width=WIDTH),
            )
            import_module(f"{package}.cli.{verb}").arguments(parser)
            lines += ["", f"## {name} {verb}", "", "```", parser.format_help().rstrip(), "```"]
    return "\n".join(lines) + "\n"


def _stack_file() -> str:
    schema = stack_schema()
    config = schema["properties"]["config"]
    lines = ["# Stack file", "", NOTE, "Every key stands under `config:`. The same as JSON Schema:"]
    lines += ["[`stacks/schema/stack.schema.json`](../../stacks/schema/stack.schema.json).", ""]
    for key, part in config["properties"].items():
        needed = " (required)" if key in config["required"] else ""
        lines += [f"## `{key}`{needed}", "", str(part.get("description", "")), ""]
        lines += list(_keys(_resolved(schema, part), schema, ""))
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """The mapping behind a reference, a list, or one of several forms."""
    if "properties" in part:
        return part
    if "$ref" in part:
        return _resolved(schema, schema["$defs"][part["$ref"].rpartition("/")[2]])
    if "items" in part:
        return _resolved(schema, part["items"])
    values = part.get("additionalProperties")
    if isinstance(values, dict):
        return _resolved(schema, values)
    for choice in part.get("anyOf", ()):
        found = _resolved(schema, choice)
        if "properties" in found:
            return found
    return part


def _keys(part: dict[str, Any], schema: dict[str, Any], indent: str) -> Iterator[str]:
    for name, field in part.get("properties", {}).items():
        inner = _resolved(schema, field)
        default = field.get("default")
        shown = (
            f" Default: `{json.dumps(default)}`." if default not in (None, [], {}) and "properties" not in inner else ""
        )
        yield f"{indent}- `{name}`: {field.get('description', inner.get('description', ''))}{shown}"
        if "properties" in inner:
            yield from _keys(inner, schema, indent + "  ")
        for choice in inner.get("oneOf", ()):
            variant = _resolved(schema, choice)
            yield f"{indent}  - `kind: {variant['properties']['kind']['const']}`: {variant['description']}"
            yield from _keys(variant, schema, indent + "    ")


def _actions() -> str:
    load_services()
    lines = ["# Actions of the sandbox", "", NOTE]
    lines += [
        "What the emulated cloud serves. Any other action, and any other parameter, is an error that names it.",
        "",
    ]
    product = ""
    for action in REGISTRY.served():
        heading = f"{action.product} {action.version}"
        if heading != product:
            product = heading
            lines += ["", f"## {heading}", "", "| action | parameters |", "|---|---|"]
        lines.append(f"| {action.name} | {', '.join(sorted(action.parameters)) or '–'} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
