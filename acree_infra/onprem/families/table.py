"""Plain tables, as CSV and as Markdown: for every device that has no family here, and for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from acree_infra.onprem.facts import ASPECTS
from acree_infra.onprem.family import FAMILIES, Draft, Family
from acree_infra.onprem.reading.table import read
from acree_infra.onprem.sheets import Secret, Sheet, as_csv, sheets
from acree_infra.onprem.view import SiteView


def _drafts(view: SiteView) -> Iterator[Draft]:
    yield Draft("site.md", f"{view.site}.md")
    for sheet in sheets(view):
        yield Draft("table.csv", f"{sheet.name}.csv", {"sheet": _later(view, sheet.name)})


def _later(view: SiteView, name: str) -> Callable[[Secret], Sheet]:
    """The sheet once it is known how secrets are put."""

    def made(secret: Secret) -> Sheet:
        return next(
            sheet for sheet in sheets(view, secret if name in {"tunnels", "sessions"} else _none) if sheet.name == name
        )

    return made


def _none(_secret: object) -> str:
    return ""


TABLE = FAMILIES.register(
    Family(
        name="table",
        title="Plain tables",
        covers=frozenset(ASPECTS),
        drafts=_drafts,
        read=read,
        needs_path=False,
        words={"csv": as_csv, "sheets": sheets},
    )
)
