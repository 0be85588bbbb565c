"""From a host in the client VPC, by the real engine's routes: the doctor names the leg that breaks, and no other."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pytest

from scripts.account import Account
from scripts.waiting import until
from scripts.workplace import Done, Workplace
from tests.e2e.account import plan_of
from tests.e2e.telling import Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

CLIENT, SERVICE = "ecs:i-uf6ecs2", "ecs:i-bp1ecs1"
ASKING = ("--from", CLIENT, "--send-credentials", "--image", "demo/hello:1.0", "--timeout", "2")
DRIFT = ("drift", "--stack", "dev", "--look-up-from")
Failures = set[tuple[str, str, str]]


@dataclass
class Told:
    """What was seen, step by step."""

    locks: tuple[str, str] = ("", "")
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    removed: dict[str, tuple[Failures, Failures]] = field(default_factory=dict)
    live: Failures = field(default_factory=set)
    healed: dict[str, Any] = field(default_factory=dict)
    without_record: dict[str, Any] = field(default_factory=dict)
    several: dict[str, Any] = field(default_factory=dict)
    drift: dict[str, Done] = field(default_factory=dict)


def doctor(place: Workplace, *words: str) -> dict[str, Any]:
    place.overrides |= {
        "ACREE_REGISTRY_USERNAME": place.variables["ALICLOUD_ACCESS_KEY"],
        "ACREE_REGISTRY_PASSWORD": place.variables["ALICLOUD_SECRET_KEY"],
    }
    said = place.acree("doctor", "--stack", "dev", *ASKING, "--quiet", "--format", "json", *words, expect=None)
    report: dict[str, Any] = json.loads(said.output)
    assert said.code == report["exit_code"]
    return report


def failures(report: dict[str, Any]) -> Failures:
    """(leg, code, host or address) of everything that failed."""
    return {
        (leg["leg"], check["code"], check["address"] or check["host"])
        for leg in report["legs"]
        for check in leg["checks"]
        if check["outcome"] == "fail"
    }


@story("dev", network=True)
def from_a_host(place: Workplace) -> Told:
    told = Told()
    told.locks = resolved(place)
    told.before = doctor(place)
    place.select("dev")
    place.pulumi("up", "--yes", "--skip-preview")
    told.after = doctor(place)
    account, planned = Account(place.variables), created_in_the_client_vpc(place)
    for leg, route in planned.items():
        restore = account.delete_route(route)
        told.removed[leg] = (failures(doctor(place)), expected(route))
        if leg == "oss":
            told.live = failures(doctor(place, "--live", "--skip", "tcp"))
        restore()
    until(lambda: doctor(place)["exit_code"] == 0, 60)
    told.healed = doctor(place)
    told.several = doctor(place, "--from", SERVICE)
    told.drift["left alone"] = place.acree(*DRIFT, SERVICE, expect=None)
    delete_record(place)
    told.without_record = doctor(place)
    place.ask("POST", "move-auth", {"addresses": ["100.103.7.181", "100.103.11.5"]})
    told.drift["auth moved"] = place.acree(*DRIFT, SERVICE, expect=None)
    return told


def resolved(place: Workplace) -> tuple[str, str]:
    """The lock file as it is committed, and as a host in the service VPC finds it."""
    path = place.project / "stacks" / "dev.lock.yaml"
    committed = path.read_text(encoding="utf-8")
    path.unlink()
    place.overrides |= {"ACREE_RESOLVERS": "", "ACREE_CONNECT_TO": ""}
    place.acree("resolve", "--stack", "dev", "--from", SERVICE, "--quiet")
    return committed, path.read_text(encoding="utf-8")


def created_in_the_client_vpc(place: Workplace) -> dict[str, Any]:
    """For each leg one route that carries it alone; of object storage the one that holds its present address."""
    used = place.resources()["registry instance"][0]["oss_address"].rpartition(".")[0]
    found: dict[str, Any] = {}
    for route in plan_of(place, "dev")["routes"]:
        is_there = route["origin"] == "created" and route["table"]["kind"] == "vpc" and len(route["legs"]) == 1
        if is_there and (route["legs"] != ["oss"] or route["destination"].startswith(f"{used}.")):
            found.setdefault(route["legs"][0], route)
    return found


def expected(route: dict[str, Any]) -> Failures:
    """What fails without a route: each address of its leg that it holds, in time."""
    (leg,) = route["legs"]
    address = {"registry": "10.0.0.20", "oss": "100.118.28.44"}.get(leg, route["destination"].partition("/")[0])
    return {(leg, "timeout", address)}


def delete_record(place: Workplace) -> None:
    """Delete the private record of the registry's name, as somebody else in the account would."""
    models = import_module("alibabacloud_pvtz20180101.models")
    variables = place.variables
    config = import_module("alibabacloud_tea_openapi.utils_models").Config(
        access_key_id=variables["ALICLOUD_ACCESS_KEY"],
        access_key_secret=variables["ALICLOUD_SECRET_KEY"],
        endpoint=variables["PVTZ_ENDPOINT"],
        protocol="HTTPS",
        ca=variables["SSL_CERT_FILE"],
    )
    client = import_module("alibabacloud_pvtz20180101.client").Client(config)
    (zone,) = client.describe_zones(models.DescribeZonesRequest()).body.zones.zone
    asked = models.DescribeZoneRecordsRequest(zone_id=zone.zone_id)
    (record,) = client.describe_zone_records(asked).body.records.record
    client.delete_zone_record(models.DeleteZoneRecordRequest(record_id=record.record_id))


@pytest.fixture
def told(telling: Telling) -> Told:
    return telling.of(from_a_host)


def test_a_host_in_the_service_vpc_finds_what_is_committed(told: Told) -> None:
    committed, found = (
        [
            line
            for line in lock.splitlines()
            if "resolver:" not in line and "-seen:" not in line and "content:" not in line
        ]
        for lock in told.locks
    )
    assert found == committed
    assert told.locks[1].count("resolver: ecs:i-bp1ecs1") == 2


def test_before_up_every_leg_fails_for_its_own_reason(told: Told) -> None:
    assert failures(told.before) == {
        ("registry", "no-dns-answer", "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"),
        ("auth", "timeout", "100.103.9.188"),
        ("auth", "timeout", "100.103.7.181"),
        ("oss", "timeout", "100.118.28.44"),
    }


def test_after_up_every_check_passes(told: Told) -> None:
    for report in (told.after, told.healed):
        assert report["exit_code"] == 0
        assert {check["outcome"] for leg in report["legs"] for check in leg["checks"]} == {"ok"}


def test_a_route_that_is_gone_breaks_its_leg_and_no_other(told: Told) -> None:
    assert set(told.removed) == {"registry", "auth", "oss"}
    assert {leg: seen for leg, (seen, _) in told.removed.items()} == {
        leg: wanted for leg, (_, wanted) in told.removed.items()
    }


def test_the_tables_say_that_it_is_missing(told: Told) -> None:
    assert told.live == {("oss", "route-missing", "100.118.28.0/24")}


def test_several_hosts_are_reported_side_by_side(told: Told) -> None:
    assert [report["vantage"] for report in told.several["reports"]] == [CLIENT, SERVICE]
    assert [report["outcome"] for report in told.several["reports"]] == ["ok", "ok"]


def test_a_record_that_is_gone_is_told_as_dns(told: Told) -> None:
    assert failures(told.without_record) == {
        ("registry", "no-dns-answer", "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com")
    }


def test_drift_looks_names_up_on_the_host_of_the_service_vpc(told: Told) -> None:
    """No DNS server of this machine knows them."""
    quiet, moved = told.drift["left alone"], told.drift["auth moved"]
    assert (quiet.code, quiet.output) == (0, "")
    assert moved.code == 7, moved.output
    assert "Look-ups answer otherwise than the lock file says" in moved.output
    assert "100.103.11.5" in moved.output
