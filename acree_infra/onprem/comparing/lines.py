"""Compares files whose lines stand each for itself, such as a hosts file."""

from __future__ import annotations

from acree_infra.onprem.comparing.changes import Changes

Answer = tuple[str, str]
"""A name, or an option with its domain, and what is said of it."""


def compare_lines(rendered: str, running: str, _site: str) -> Changes:
    """Lines to remove and to add; comments, the order and further names on a line do not count.

    What is removed are other answers for the names that the rendered file answers: what else runs is not ours.
    """
    wanted = {line: _answers(line) for line in _lines(rendered)}
    present = {line: _answers(line) for line in _lines(running)}
    right = frozenset[Answer]().union(*wanted.values())
    names = {name for name, _ in right}
    wrong = {line: answers for line, answers in present.items() if any(name in names for name, _ in answers - right)}
    stays = frozenset[Answer]().union(*(answers for line, answers in present.items() if line not in wrong))
    return Changes(
        remove=tuple(wrong),
        add=tuple(line for line, answers in wanted.items() if not answers <= stays),
    )


def _lines(text: str) -> list[str]:
    stripped = (" ".join(line.partition("#")[0].split()) for line in text.splitlines())
    return [line for line in dict.fromkeys(stripped) if line]


def _answers(line: str) -> frozenset[Answer]:
    """What a line says: an address of each name in a hosts file, the option's value for each domain for dnsmasq."""
    if "/" in line:
        option, *domains, value = line.lower().split("/")
        return frozenset((option + domain, value) for domain in domains)
    value, *names = line.lower().split()
    return frozenset((name, value) for name in names)
