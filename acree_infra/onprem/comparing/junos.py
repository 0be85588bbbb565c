"""Compares Junos `set` lines: everything of a site is one group, which is replaced whole when it differs."""

from __future__ import annotations

import shlex

from acree_infra.onprem.comparing.changes import Changes
from acree_infra.onprem.keys import MARK


def compare_junos(rendered: str, running: str, site: str) -> Changes:
    """What to enter: nothing, or the removal of the group and all of it again, which one commit does at once.

    Args:
        rendered: `set` lines.
        running: what `show configuration | display set` prints.
        site: name of the site.
    """
    group = f"acree-{site}"
    wanted = _statements(rendered, group)
    present = _statements(running, group)
    if _without_keys(wanted) == _without_keys(present):
        return Changes((), ())
    add = tuple(line for line in rendered.splitlines() if line.startswith("set "))
    return Changes((f"delete groups {group}",) if present else (), add)


def _statements(text: str, group: str) -> set[tuple[str, ...]]:
    found = set()
    for line in text.splitlines():
        words = tuple(shlex.split(line, comments=True))
        if words[:3] == ("set", "groups", group) or words == ("set", "apply-groups", group):
            found.add(words)
    return found


def _without_keys(statements: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Keys count as present or absent: a device shows them in another form than it takes."""
    hidden = {"ascii-text", "authentication-key"}
    return {words[:-1] if words[-2] in hidden or words[-1].startswith(MARK) else words for words in statements}
