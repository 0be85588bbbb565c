"""Compares files whose lines stand each for itself, such as a hosts file."""

from __future__ import annotations

from acree_infra.onprem.comparing.changes import Changes


def compare_lines(rendered: str, running: str, _site: str) -> Changes:
    """Lines to remove and to add; comments and the order do not count.

    What is removed are other answers for the names that the rendered file answers: what else runs is not ours.
    """
    wanted, present = _lines(rendered), _lines(running)
    names = {_subject(line) for line in wanted}
    return Changes(
        remove=tuple(line for line in present if line not in wanted and _subject(line) in names),
        add=tuple(line for line in wanted if line not in present),
    )


def _lines(text: str) -> list[str]:
    stripped = (" ".join(line.partition("#")[0].split()) for line in text.splitlines())
    return [line for line in dict.fromkeys(stripped) if line]


def _subject(line: str) -> str:
    """What a line is about: the name in a hosts file, the option and its domain for dnsmasq."""
    if "/" in line:
        option, domain, *_ = line.split("/")
        return option + domain
    return line.partition(" ")[2]
