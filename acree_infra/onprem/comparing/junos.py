"""Compares Junos `set` lines: everything of a site is one group, which is replaced whole when it differs."""

from __future__ import annotations

import re
import shlex

from acree_infra.onprem.comparing.changes import Changes
from acree_infra.onprem.keys import MARK
from acree_infra.onprem.refusal import CannotRead

_BRACES = re.compile(r"^[\w-]+(?: [\w./-]+)* \{$", re.MULTILINE)


def compare_junos(rendered: str, running: str, site: str) -> Changes:
    """What to enter: nothing, or the removal of the group and all of it again, which one commit does at once.

    Args:
        rendered: `set` lines.
        running: what `show configuration | display set` prints.
        site: name of the site.

    Raises:
        CannotRead: the running configuration is in braces, which says nothing here, or a line is cut off.
    """
    if _BRACES.search(running):
        raise CannotRead(
            "expected the configuration as `set` lines, found it in braces",
            remedy="save what `show configuration | display set` prints",
        )
    group = f"acree-{site}"
    wanted = _statements(rendered, group)
    present = _statements(running, group)
    if _without_keys(wanted) == _without_keys(present):
        return Changes((), ())
    add = tuple(line for line in rendered.splitlines() if line.startswith("set "))
    return Changes((f"delete groups {group}",) if present else (), add)


def _statements(text: str, group: str) -> set[tuple[str, ...]]:
    """The statements of the group; lines of others are not taken apart, for their quotes can be odd."""
    starts = (f"set groups {group} ", f"set apply-groups {group}")
    lines = (line.strip() for line in text.splitlines())
    try:
        found = {tuple(shlex.split(line, comments=True)) for line in lines if line.startswith(starts)}
    except ValueError as error:
        raise CannotRead(f"a line of group {group} ends within quotes", remedy="save it again, whole") from error
    return {words for words in found if words[:3] == ("set", "groups", group) or words[2:] == (group,)}


def _without_keys(statements: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Keys count as present or absent: a device shows them in another form than it takes."""
    hidden = {"ascii-text", "authentication-key"}
    return {words[:-1] if words[-2] in hidden or words[-1].startswith(MARK) else words for words in statements}
