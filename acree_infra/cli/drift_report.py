"""One report of several looks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from acree_infra.cli.drift_looks import Look
from acree_infra.cli.processes import Ended
from acree_infra.reports.output import as_json, as_text


def drift_text(stack: str, looks: Sequence[Look], ended: Sequence[Ended]) -> str:
    """For a person at a terminal."""
    return as_text(_text(stack, looks, ended))


def _text(stack: str, looks: Sequence[Look], ended: Sequence[Ended]) -> Iterator[str]:
    changed = [(look, one) for look, one in zip(looks, ended, strict=True) if one.code]
    if not changed:
        yield f"{stack}: all is as it was left"
    for look, one in changed:
        yield f"{stack}: {look.title}"
        yield from (f"  {line}" if line else "" for line in one.said.rstrip().splitlines())


def drift_markdown(stack: str, looks: Sequence[Look], ended: Sequence[Ended]) -> str:
    """For an issue or a chat: what is otherwise as headings, each with what its verb wrote."""
    return as_text(_markdown(stack, looks, ended))


def _markdown(stack: str, looks: Sequence[Look], ended: Sequence[Ended]) -> Iterator[str]:
    yield f"# Drift of stack {stack}"
    for look, one in zip(looks, ended, strict=True):
        yield ""
        yield f"## {look.title if one.code else look.name.capitalize() + ': as it was left'}"
        if one.code:
            yield ""
            plain = not look.document or not one.out
            yield from ("```text", one.said.rstrip(), "```") if plain else (one.out.rstrip(),)
            yield ""
            yield f"To see it again: `{look.command}`"


def drift_json(stack: str, looks: Sequence[Look], ended: Sequence[Ended]) -> str:
    """For a program: each look with its exit code, and the document or the lines of its verb."""
    return as_json(
        {
            "stack": stack,
            "looks": [
                {"look": look.name, "code": one.code, **_content(look, one), "said": one.err.splitlines()}
                for look, one in zip(looks, ended, strict=True)
            ],
        }
    )


def _content(look: Look, one: Ended) -> dict[str, object]:
    """What the verb printed; one that ended early has printed no document."""
    if look.document and one.out:
        return {"document": json.loads(one.out)}
    return {"lines": one.out.splitlines()}


WRITERS: Mapping[str, Callable[[str, Sequence[Look], Sequence[Ended]], str]] = MappingProxyType(
    {"text": drift_text, "markdown": drift_markdown, "json": drift_json}
)
"""By the name that `--format` takes."""
