"""What a device family is, and the register of them; one file per family registers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from acree_infra.errors import UnknownName
from acree_infra.onprem.comparing.changes import Changes
from acree_infra.onprem.facts import Facts
from acree_infra.onprem.view import SiteView


@dataclass(frozen=True, slots=True)
class Place:
    """Where rendered files will live on the device.

    Attributes:
        folder: absolute path of the family's folder.
    """

    folder: str


USUAL_PLACE = "/etc/acree"
"""Where the folders of families are on a device, when nothing else is said."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One file to render.

    Attributes:
        template: name of the template in the family's folder.
        path: where the file belongs.
        about: what it is for beside the site, by the name that its template knows: `tunnel`, `link`, `record`.
        runnable: whether it is a program.
    """

    template: str
    path: str
    about: Mapping[str, object] = field(default_factory=dict)
    runnable: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """How a device shows its running configuration.

    Attributes:
        command: what prints it.
        looks: what some line of it looks like.
    """

    command: str
    looks: re.Pattern[str]


def shown_by(command: str, *starts: str) -> Shown:
    """A running configuration of which some line starts with one of these words; a blank in front is part of them."""
    return Shown(command, re.compile(rf"^(?:{'|'.join(starts)}) ", re.MULTILINE))


def _as_it_is(view: SiteView) -> SiteView:
    return view


def _no_reasons(_view: SiteView) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Family:
    """A family of devices, or of programs, that take the same kind of file.

    Attributes:
        name: as on the command line, and of the folder of its templates.
        title: for a person.
        covers: the aspects of `Facts` that its files settle.
        drafts: the files to render for a view.
        read: facts from the rendered files, text by path; raises `CannotRead`.
        reasons: why it cannot do what a view asks.
        adapted: the view as the family does it, where it reaches the same end by another way.
        compare: what to enter on a device, from the rendered text, the running one and the site's name; None where
            that is not sound.
        incomparable: why it is not.
        shown: how its running configuration is printed; None for a file of its own.
        needs_path: whether it has nothing to do for a site without tunnels and lines.
        words: constants for its templates, such as names of ports.
    """

    name: str
    title: str
    covers: frozenset[str]
    drafts: Callable[[SiteView], Iterable[Draft]]
    read: Callable[[Mapping[str, str]], Facts]
    reasons: Callable[[SiteView], Iterable[str]] = _no_reasons
    adapted: Callable[[SiteView], SiteView] = _as_it_is
    compare: Callable[[str, str, str], Changes] | None = None
    incomparable: str = "its files are replaced whole"
    shown: Shown | None = None
    needs_path: bool = True
    words: Mapping[str, object] = field(default_factory=dict)


class Families:
    """A register of families by name; a taken name is refused."""

    def __init__(self) -> None:
        self._families: dict[str, Family] = {}

    def register(self, family: Family) -> Family:
        """Add a family.

        Raises:
            ValueError: its name is taken.
        """
        if family.name in self._families:
            raise ValueError(f"the device family {family.name} is registered twice")
        self._families[family.name] = family
        return family

    def get(self, name: str) -> Family:
        """The family of a name.

        Raises:
            UnknownName: there is none.
        """
        if name not in self._families:
            raise UnknownName(f"there is no device family {name!r}", remedy=self._suggestion(name))
        return self._families[name]

    def _suggestion(self, name: str) -> str:
        known = f"known: {', '.join(self.names)}"
        near = get_close_matches(name, self.names, 1)
        return f"did you mean {near[0]!r}? ({known})" if near else known

    @property
    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted(self._families)

    def __iter__(self) -> Iterator[Family]:
        return iter(self._families[name] for name in self.names)


FAMILIES = Families()
"""Every family, once `acree_infra.onprem.all_families` is imported."""


def one_file(template: str, path: str) -> Callable[[SiteView], Iterable[Draft]]:
    """Drafts of a family with one file; `{site}` in the path becomes the site's name."""

    def drafts(view: SiteView) -> Iterable[Draft]:
        return (Draft(template, path.format(site=view.site)),)

    return drafts
