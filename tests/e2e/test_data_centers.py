"""Every resource of the provider that data centers need, created, read, changed and deleted by the real engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scripts.workplace import Workplace
from tests.e2e.literal import Lived, live
from tests.e2e.telling import Story, Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]


@story("vpn-gateway")
def vpn(place: Workplace) -> Lived:
    return live(place, "vpn")


@story("express-connect")
def express_connect(place: Workplace) -> Lived:
    return live(place, "express_connect")


@pytest.fixture(params=[vpn, express_connect], ids=["vpn", "express-connect"])
def lived(request: pytest.FixtureRequest, telling: Telling) -> Lived:
    told: Story[Lived] = request.param
    return telling.of(told)


def test_nothing_is_left_to_do_after_each_update(lived: Lived) -> None:
    assert [summary.keys() for summary in lived.again] == [{"unchanged"}, {"unchanged"}]


def test_a_change_replaces_nothing(lived: Lived) -> None:
    assert lived.changed.keys() == {"updated", "unchanged"}
    assert lived.changed["updated"] >= 6


def test_destroy_leaves_the_account_as_it_was(lived: Lived) -> None:
    assert lived.kinds["after"] == lived.kinds["before"]


def test_the_vpn_routes_are_where_they_belong(telling: Telling) -> None:
    told = telling.of(vpn)
    routes = {(row["destination"], row["hop"]) for row in told.resources["route entry"]}
    assert routes == {("192.168.10.0/24", "vpn-bp1demo"), ("192.168.20.0/24", "vpn-bp1demo")}
    assert [row["destination"] for row in told.resources["vco route"]] == ["192.168.30.0/24"]
    assert [row["destination"] for row in told.resources["publication"]] == ["192.168.20.0/24"]
    assert [row["priority"] for row in told.resources["route map"]] == [5000]


@pytest.mark.parametrize(
    ("which", "name", "least"),
    [
        (lambda: vpn, "gateways", 1),
        (lambda: express_connect, "vbrs", 2),
        (lambda: express_connect, "groups", 1),
        (lambda: express_connect, "peers", 1),
        (lambda: express_connect, "networks", 1),
        (lambda: express_connect, "peerings", 1),
        (lambda: express_connect, "associations", 1),
        (lambda: express_connect, "children", 1),
    ],
)
def test_look_ups_find_them(telling: Telling, which: Callable[[], Story[Lived]], name: str, least: int) -> None:
    assert len(telling.of(which()).outputs[name]) >= least
