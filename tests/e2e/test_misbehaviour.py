"""The service misbehaves during `pulumi up`: it ends well, or says why and the next one does; state never lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from scripts.workplace import Done, Workplace
from tests.e2e.account import Link, Row, account_of, counted, kinds
from tests.e2e.adopting import adopt
from tests.e2e.telling import Story, Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

CREATES = (
    "CreateCen",
    "CreateTransitRouter",
    "CreateTransitRouterVpcAttachment",
    "CreateTransitRouterPeerAttachment",
    "AssociateTransitRouterAttachmentWithRouteTable",
    "EnableTransitRouterRouteTablePropagation",
    "CreateTransitRouterRouteEntry",
    "CreateRouteEntry",
    "AddZone",
    "AddZoneRecord",
    "BindZoneVpc",
)
"""Every action by which the worked example makes anything."""

TOKENLESS = ("AddZone", "AddZoneRecord", "EnableTransitRouterRouteTablePropagation")
"""Those for which the service takes no ClientToken: asked again, it makes a second one or says that there is one."""

Fault = dict[str, Any]


@dataclass
class Told:
    """What happened while the service misbehaved, and after."""

    first: Done
    left: list[Fault]
    second: Done | None = None
    again: dict[str, int] = field(default_factory=dict)
    routes: tuple[set[Row], set[Row]] = (set(), set())
    links: tuple[set[Link], set[Link]] = (set(), set())
    kinds: dict[str, Counter[str]] = field(default_factory=dict)


def misbehaving(place: Workplace, faults: Sequence[Fault], at_the_end: Sequence[Fault] = ()) -> Told:
    """Run `up` of `dev` under faults, again without them if need be, and destroy."""
    before = kinds(place.resources())
    place.select("dev")
    _ask_for(place, faults)
    first = place.pulumi("up", "--yes", "--skip-preview", expect=None)
    told = Told(first, place.ask("GET", "faults")["faults"])
    place.ask("DELETE", "faults")
    if first.code:
        told.second = place.pulumi("up", "--yes", "--skip-preview", expect=None)
    told.again = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    account = account_of(place, "dev")
    told.routes = (account.planned_routes(), account.routes())
    told.links = (account.planned_links(), account.links())
    _ask_for(place, at_the_end)
    place.pulumi("destroy", "--yes", "--skip-preview")
    told.kinds = {"before": before, "after": kinds(place.resources())}
    return told


def _ask_for(place: Workplace, faults: Sequence[Fault]) -> None:
    for fault in faults:
        place.ask("POST", "faults", fault)


def _each(**fault: object) -> list[Fault]:
    return [{"action": action, **fault} for action in CREATES]


@story("dev")
def throttled(place: Workplace) -> Told:
    return misbehaving(place, _each(code="Throttling.User", times=2))


@story("dev")
def unavailable(place: Workplace) -> Told:
    return misbehaving(place, _each(code="ServiceUnavailable", status=503, times=2))


@story("dev")
def unanswered(place: Workplace) -> Told:
    """The call counts, but its answer is lost."""
    return misbehaving(place, [fault for fault in _each(lost=True) if fault["action"] not in TOKENLESS])


@story("dev")
def busy(place: Workplace) -> Told:
    """A storm of TaskConflict, on the way up and on the way down (G31)."""
    storm = {"code": "TaskConflict", "times": 8}
    return misbehaving(
        place, [{"action": "CreateRouteEntry", **storm}], at_the_end=[{"action": "DeleteRouteEntry", **storm}]
    )


@story("dev")
def refused(place: Workplace) -> Told:
    """K1 as the API page has it: a route into 100.64.0.0/10 is refused."""
    return misbehaving(place, [{"action": "CreateRouteEntry", "code": "InvalidCidrBlock", "message": "not allowed"}])


@dataclass
class HalfMade:
    """What happened where a call cannot be told from its repetition."""

    said: dict[str, Done]
    adopted: list[str]
    last: Told
    zones: list[dict[str, Any]]
    check: str


@story("dev")
def half_made(place: Workplace) -> HalfMade:
    """The way out is an import of what the message names."""
    place.select("dev")
    _ask_for(place, [{"action": "AddZone", "lost": True}])
    said, adopted = {}, list[str]()
    for action in ("AddZoneRecord", "EnableTransitRouterRouteTablePropagation"):
        _ask_for(place, [{"action": action, "lost": True}])
        said[action] = place.pulumi("up", "--yes", "--skip-preview", expect=None)
        adopted += adopt(place)
    last = misbehaving(place, [])
    check = place.acree("resolve", "-q", "--stack", "dev", "--check", expect=7).output
    return HalfMade(said, adopted, last, place.resources().get("private zone", []), check)


STORIES: dict[str, Story[Told]] = {
    "throttled": throttled,
    "unavailable": unavailable,
    "unanswered": unanswered,
    "busy": busy,
    "refused": refused,
}


@pytest.fixture(params=STORIES)
def told(request: pytest.FixtureRequest, telling: Telling) -> Told:
    return telling.of(STORIES[request.param])


def test_every_fault_was_met(told: Told) -> None:
    assert told.left == []


def test_what_fails_once_is_completed_by_the_next_update(told: Told) -> None:
    assert told.first.code == 0 or (told.second is not None and told.second.code == 0), told


def test_then_there_is_nothing_left_to_do(told: Told) -> None:
    assert told.again.keys() == {"unchanged"}


def test_the_account_holds_exactly_the_plan(told: Told) -> None:
    for planned, live in (told.routes, told.links):
        assert live == planned
        assert live


def test_destroy_leaves_the_account_as_it_was(told: Told) -> None:
    """Nothing was made twice, nothing was forgotten."""
    assert told.kinds["after"] == told.kinds["before"]


@pytest.mark.parametrize("name", ["throttled", "unavailable", "unanswered", "busy"])
def test_what_passes_by_itself_is_waited_for(telling: Telling, name: str) -> None:
    assert telling.of(STORIES[name]).first.code == 0


def test_a_refusal_is_told_as_it_came(telling: Telling) -> None:
    told = telling.of(refused)
    assert told.first.code != 0
    assert "InvalidCidrBlock" in told.first.output
    assert "Traceback" not in told.first.output


class TestHalfMade:
    """Answers lost where the service takes no ClientToken."""

    @pytest.mark.parametrize(
        ("action", "code"),
        [
            ("AddZoneRecord", "Record.Invalid.Conflict"),
            ("EnableTransitRouterRouteTablePropagation", "PropagationExist.TransitRouterTable"),
        ],
    )
    def test_what_exists_already_is_told_by_name(self, telling: Telling, action: str, code: str) -> None:
        done = telling.of(half_made).said[action]
        assert done.code != 0
        assert code in done.output

    def test_once_imported_the_update_completes(self, telling: Telling) -> None:
        record, propagation = telling.of(half_made).adopted
        assert record.startswith("ZoneRecord ")
        assert propagation.startswith("TransitRouterRouteTablePropagation ")
        told = telling.of(half_made).last
        assert told.first.code == 0
        assert told.again.keys() == {"unchanged"}
        for planned, live in (told.routes, told.links):
            assert live == planned

    def test_a_zone_that_was_made_twice_is_seen_by_no_vpc_and_told(self, telling: Telling) -> None:
        """It does no harm, nothing takes it for a zone of the stack, and the next check names it."""
        told = telling.of(half_made)
        (orphan,) = (zone for zone in told.zones if zone["name"] == "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com")
        assert orphan["vpcs"] == []
        assert f"networks.private-zones[{orphan['id']}]: new" in told.check
