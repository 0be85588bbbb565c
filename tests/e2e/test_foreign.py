"""Routes that are there already: imported, used as they are, or refused before anything is made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from scripts.workplace import Done, Workplace
from tests.e2e.account import Row, account_of, counted, kinds, state_of
from tests.e2e.adopting import Wanted, import_
from tests.e2e.telling import Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

THEIRS = "10.30.0.0/16"
LAST_IN_BEIJING = "      - {id: vsw-2zeh, zone: cn-beijing-h, cidr: 10.20.2.0/24}\n"
SAME_HOP = f"""    route-tables:
      - id: vtb-2zeprod
        routes: [{{destination: {THEIRS}, hop-type: Attachment, hop: tr-attach-2zeprod, name: by-hand}}]
"""
LAST_IN_SHANGHAI = "      - {id: vsw-uf6n, zone: cn-shanghai-n, cidr: 172.16.1.0/24}\n"
OTHER_HOP = """    route-tables:
      - {id: vtb-uf6main, routes: [{destination: 100.118.28.0/24, hop-type: BlackHole}]}
"""
ROUTE = "alicloud:vpc/vPCRouteEntry:VPCRouteEntry"


@dataclass
class Imported:
    """A route that the state forgot, and that was imported."""

    forgotten: dict[str, int]
    again: dict[str, int]
    kinds: dict[str, Counter[str]] = field(default_factory=dict)


@story("dev")
def imported(place: Workplace) -> Imported:
    before = kinds(place.resources())
    place.select("dev")
    place.pulumi("up", "--yes", "--skip-preview")
    route = _last_route(state_of(place))
    place.pulumi("state", "delete", route["urn"], "--yes")
    forgotten = counted(place.pulumi("preview").output)
    region_provider, _, _ = route["provider"].rpartition("::")
    name = route["urn"].rpartition("::")[2]
    import_(place, Wanted(ROUTE, name, route["id"], route["parent"], region_provider))
    again = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    place.pulumi("up", "--yes", "--skip-preview")  # an import notes no dependencies, and destroy goes by these
    place.pulumi("destroy", "--yes", "--skip-preview")
    return Imported(forgotten, again, {"before": before, "after": kinds(place.resources())})


def _last_route(state: list[dict[str, Any]]) -> dict[str, Any]:
    """The VPC route that no other resource waits for."""
    needed = {urn for row in state for urn in row.get("dependencies", ())}
    return next(row for row in state if row["type"] == ROUTE and row["urn"] not in needed and row.get("parent"))


def test_without_the_import_it_would_be_made_again(telling: Telling) -> None:
    told = telling.of(imported)
    assert told.forgotten["to create"] == 1


def test_an_imported_route_is_as_if_made_here(telling: Telling) -> None:
    told = telling.of(imported)
    assert told.again.keys() == {"unchanged"}
    assert told.kinds["after"] == told.kinds["before"]


@dataclass
class Used:
    """A route of somebody else with our prefix and our hop."""

    routes: tuple[set[Row], set[Row]]
    of_ours: list[str]
    again: dict[str, int]
    before: set[tuple[str, str]]
    after: set[tuple[str, str]]


@story(
    "prod",
    (LAST_IN_BEIJING, LAST_IN_BEIJING + SAME_HOP),
)
def used(place: Workplace) -> Used:
    before = _custom(place)
    place.acree("resolve", "-q", "--stack", "prod")
    place.select("prod")
    place.pulumi("up", "--yes", "--skip-preview")
    again = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    account = account_of(place, "prod")
    routes = (account.planned_routes(), account.routes())
    ours = [row["urn"] for row in state_of(place) if THEIRS.replace("/", "-") in row["urn"]]
    place.pulumi("destroy", "--yes", "--skip-preview")
    return Used(routes, ours, again, before, _custom(place))


def _custom(place: Workplace) -> set[tuple[str, str]]:
    return {(row["destination"], row["name"]) for row in place.resources().get("route entry", [])}


def test_a_route_with_the_same_hop_is_used_as_it_is(telling: Telling) -> None:
    told = telling.of(used)
    planned, live = told.routes
    assert live == planned
    assert THEIRS in {destination for _, destination, _ in live}
    assert told.of_ours == []
    assert told.again.keys() == {"unchanged"}


def test_it_is_still_there_after_destroy(telling: Telling) -> None:
    told = telling.of(used)
    assert told.after == told.before == {(THEIRS, "by-hand")}


@dataclass
class Refused:
    """A route of somebody else with our prefix and another hop."""

    lint: str
    preview: Done
    up: Done
    kinds: dict[str, Counter[str]]


@story(
    "dev",
    (LAST_IN_SHANGHAI, LAST_IN_SHANGHAI + OTHER_HOP),
)
def conflicting(place: Workplace) -> Refused:
    before = kinds(place.resources())
    place.acree("resolve", "-q", "--stack", "dev")
    lint = place.acree("lint", "--stack", "dev", expect=5).output
    place.select("dev")
    preview, up = place.pulumi("preview", expect=None), place.pulumi("up", "--yes", "--skip-preview", expect=None)
    return Refused(lint, preview, up, {"before": before, "after": kinds(place.resources())})


def test_a_route_with_another_hop_is_refused_before_anything_is_made(telling: Telling) -> None:
    told = telling.of(conflicting)
    for said in (told.lint, told.preview.output, told.up.output):
        assert "G17 destination-conflict" in said
        for words in ("100.118.28.0/24", "vtb-uf6main"):
            assert words in said
        assert "Traceback" not in said
    assert told.preview.code != 0
    assert told.up.code != 0
    assert told.kinds["after"] == told.kinds["before"]
