"""What to enter on a site's device, by its running configuration."""

from __future__ import annotations

from acree_infra.onprem.comparing.changes import Changes
from acree_infra.onprem.family import Family
from acree_infra.onprem.refusal import CannotRender
from acree_infra.onprem.rendering import render
from acree_infra.onprem.view import SiteView


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
        CannotRead: the running configuration is not of this family.
    """
    if family.compare is None:
        raise CannotRender(
            f"a running configuration of {family.title} cannot be compared line by line: {family.incomparable}",
            remedy="render it again, and replace the files whole",
        )
    files = render(view, family)
    return family.compare("".join(file.text for file in files), running, view.site)
