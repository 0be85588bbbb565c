"""What to enter on a site's device, by its running configuration."""

from __future__ import annotations

import re

from acree_infra.onprem.comparing.changes import Changes
from acree_infra.onprem.family import Family
from acree_infra.onprem.refusal import CannotRead, CannotRender
from acree_infra.onprem.rendering import render
from acree_infra.onprem.view import SiteView

_PAGED = re.compile(r"--+ ?\(?more\b.*?--+|\x1b\[|\x08", re.IGNORECASE)
"""What a terminal leaves between two pages, or in place of what it has overwritten."""


def changes_on(view: SiteView, family: Family, running: str) -> Changes:
    """What to add to a device and to remove from it, so that it does what the view says.

    Only what is the site's is removed: names that begin with `acree-`, and what is described so. Keys are compared
    as present or absent, since devices do not show them.

    Args:
        view: the site.
        family: the device family.
        running: the running configuration, as the device prints it.

    Raises:
        CannotRender: the family cannot do what the site needs, or its files cannot be compared so.
        CannotRead: the running configuration is not of this family, or was saved page by page.
    """
    if family.compare is None:
        raise CannotRender(
            f"a running configuration of {family.title} cannot be compared line by line: {family.incomparable}",
            remedy="render it again, and replace the files whole",
        )
    _check(family, running)
    files = render(view, family)
    return family.compare("".join(file.text for file in files), running, view.site)


def _check(family: Family, running: str) -> None:
    """Refuse what would be taken for an empty device, and is none."""
    if family.shown is None or not running.strip():
        return
    remedy = f"save what `{family.shown.command}` prints, whole and without paging"
    if not family.shown.looks.search(running):
        raise CannotRead(f"the running configuration is none of {family.title}", remedy=remedy)
    paged = _PAGED.search(running)
    if paged:
        line = running.count("\n", 0, paged.start()) + 1
        raise CannotRead(
            f"line {line} of the running configuration holds what a terminal shows between pages", remedy=remedy
        )
