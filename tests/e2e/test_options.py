"""Switches of a stack file on the real engine: no auto-advertise, lines for `hosts`, a bandwidth package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pytest

from scripts.workplace import Workplace
from tests.e2e.account import Link, Row, account_of, counted, kinds, plan_of
from tests.e2e.telling import Telling, replaced, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

TRANSFER = "    bandwidth: {type: data-transfer, mbps: 100}\n"


@dataclass
class Told:
    """What one variation did."""

    plan: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    again: dict[str, int] = field(default_factory=dict)
    check: str = ""
    resources: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    routes: tuple[set[Row], set[Row]] = (set(), set())
    links: tuple[set[Link], set[Link]] = (set(), set())
    kinds: dict[str, Counter[str]] = field(default_factory=dict)


def variation(place: Workplace, change: Callable[[str], str]) -> Told:
    """Run the main job of `dev` with another stack file."""
    told = Told()
    path = place.project / "stacks" / "Pulumi.dev.yaml"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    told.kinds["before"] = kinds(place.resources())
    place.acree("resolve", "-q", "--stack", "dev")
    place.acree("lint", "--stack", "dev")
    told.plan, told.text = plan_of(place, "dev"), place.acree("plan", "--stack", "dev").output
    place.select("dev")
    place.pulumi("up", "--yes", "--skip-preview")
    told.again = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    told.check = place.acree("resolve", "-q", "--stack", "dev", "--check").output
    told.resources = place.resources()
    account = account_of(place, "dev")
    told.routes = (account.planned_routes(), account.routes())
    told.links = (account.planned_links(), account.links())
    place.pulumi("destroy", "--yes", "--skip-preview")
    told.kinds["after"] = kinds(place.resources())
    return told


@story("dev")
def by_hand(place: Workplace) -> Told:
    """No advertising between regions, no private zone."""
    more = "  acree:options: {auto-advertise: false}\n  acree:dns: {mode: hosts}\n"
    return variation(place, lambda text: text + more)


@story("dev", ("registries:\n", "cens:\n  - {id: cen-own, name: ours}\nregistries:\n"))
def package(place: Workplace) -> Told:
    """A CEN with a bandwidth package, both there before."""
    bought = _buy(place.variables)
    own = f"    bandwidth: {{type: package, package: {bought}, mbps: 20}}\n"
    return variation(place, lambda text: replaced(replaced(text, TRANSFER, own), "cen: create", "cen: cen-own"))


def _buy(variables: dict[str, str]) -> str:
    """Buy a package for the CEN, as somebody does in the console; returns its id."""
    models = import_module("alibabacloud_cbn20170912.models")
    config = import_module("alibabacloud_tea_openapi.utils_models").Config(
        access_key_id=variables["ALICLOUD_ACCESS_KEY"],
        access_key_secret=variables["ALICLOUD_SECRET_KEY"],
        endpoint=variables["CBN_ENDPOINT"],
        protocol="HTTPS",
        ca=variables["SSL_CERT_FILE"],
    )
    client = import_module("alibabacloud_cbn20170912.client").Client(config)
    wanted = models.CreateCenBandwidthPackageRequest(
        bandwidth=50, geographic_region_aid="China", geographic_region_bid="China"
    )
    bought = str(client.create_cen_bandwidth_package(wanted).body.cen_bandwidth_package_id)
    client.associate_cen_bandwidth_package(
        models.AssociateCenBandwidthPackageRequest(cen_id="cen-own", cen_bandwidth_package_id=bought)
    )
    return bought


VARIATIONS = {"by hand": by_hand, "package": package}


@pytest.fixture(params=VARIATIONS)
def any_told(request: pytest.FixtureRequest, telling: Telling) -> Told:
    return telling.of(VARIATIONS[request.param])


def test_the_account_holds_exactly_the_plan(any_told: Told) -> None:
    for planned, live in (any_told.routes, any_told.links):
        assert live == planned
        assert live


def test_a_second_preview_has_nothing_to_do(any_told: Told) -> None:
    assert any_told.again.keys() == {"unchanged"}
    assert "up to date" in any_told.check


def test_destroy_leaves_the_account_as_it_was(any_told: Told) -> None:
    assert any_told.kinds["after"] == any_told.kinds["before"]


def test_without_advertising_both_sides_are_written(telling: Telling) -> None:
    """K2, G28: the client's router gets the legs, the service's router the way back."""
    told = telling.of(by_hand)
    (peer,) = [row for row in told.resources["attachment"] if row["resource_type"] == "TR"]
    assert peer["auto_publish"] is False
    written = {
        (route["table"]["region"], route["destination"])
        for route in told.plan["routes"]
        if route["origin"] == "created" and route["table"]["kind"] == "transit-router"
    }
    assert ("cn-hangzhou", "172.16.0.0/16") in written
    legs = {prefix for leg in told.plan["legs"] for prefix in leg["prefixes"]}
    assert {destination for region, destination in written if region == "cn-shanghai"} == legs


def test_hosts_are_printed_and_no_zone_is_made(telling: Telling) -> None:
    told = telling.of(by_hand)
    assert not told.resources.get("private zone")
    assert "10.0.0.20" in told.text
    assert "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com" in told.text


def test_the_package_pays_for_the_connection(telling: Telling) -> None:
    told = telling.of(package)
    (peer,) = [row for row in told.resources["attachment"] if row["resource_type"] == "TR"]
    (bought,) = told.resources["bandwidth package"]
    assert (peer["bandwidth_type"], peer["bandwidth"], peer["bandwidth_package"]) == (
        "BandwidthPackage",
        20,
        bought["id"],
    )


def test_a_cen_that_was_there_stays(telling: Telling) -> None:
    told = telling.of(package)
    assert told.kinds["after"]["cen"] == 1
