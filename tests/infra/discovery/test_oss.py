from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from acree_infra.discovery.legs import OssLeg
from acree_infra.discovery.oss import oss_leg
from acree_infra.discovery.published import published_ranges
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.errors import DiscoveryError
from tests.infra.discovery.dns_server import DnsServer
from tests.infra.discovery.fakes import BUCKET_HOST
from tests.infra.discovery.scene import NOW, stack_in
from tests.infra.samples import HANGZHOU_OSS


@pytest.fixture
def notes() -> list[str]:
    return []


class Ask:
    """Asks for the leg of a stack file in a directory."""

    def __init__(self, directory: Path, around: Surroundings, notes: list[str]) -> None:
        self.directory, self.around, self.notes = directory, around, notes

    def __call__(
        self, data: dict[str, Any], known: OssLeg | None = None, instance: str | None = "cri-demo1234"
    ) -> OssLeg:
        stack = stack_in(self.directory, data)
        now = NOW if known is None else NOW + timedelta(days=1)
        return oss_leg(stack, instance, published_ranges(), self.around, known, now=now, note=self.notes.append)


@pytest.fixture
def ask(directory: Path, around: Surroundings, notes: list[str]) -> Ask:
    return Ask(directory, around, notes)


def test_published_ranges_and_the_bucket_of_the_instance(ask: Ask, data: dict[str, Any], names: DnsServer) -> None:
    leg = ask(data)

    assert leg.hosts == (BUCKET_HOST,)
    assert tuple(map(str, leg.ranges)) == HANGZHOU_OSS
    assert (leg.source, leg.published, leg.digest) == ("published", date(2026, 2, 5), published_ranges().digest)
    assert (leg.checked_host, [str(a) for a in leg.checked_addresses]) == (BUCKET_HOST, ["100.118.28.44"])
    assert leg.resolver == str(names.endpoint)
    assert leg.first_seen == leg.last_seen == NOW


def test_custom_bucket(ask: Ask, data: dict[str, Any]) -> None:
    data["registry"]["bucket"] = "my-layers"

    assert ask(data).hosts == ("my-layers.oss-cn-hangzhou-internal.aliyuncs.com",)


def test_finance_region_has_a_host_for_each_endpoint_and_the_one_that_resolves_is_the_check(
    ask: Ask, data: dict[str, Any], names: DnsServer
) -> None:
    data["registry"]["region"] = "cn-hangzhou-finance"
    second = "cri-demo1234-registry.oss-cn-hzjbp-a-internal.aliyuncs.com"
    names.names[second] = ["100.115.6.9"]

    leg = ask(data)

    assert leg.hosts == (
        "cri-demo1234-registry.oss-cn-hzfinance-internal.aliyuncs.com",
        second,
        "cri-demo1234-registry.oss-cn-hzjbp-b-internal.aliyuncs.com",
    )
    assert leg.checked_host == second
    assert len(leg.ranges) == 6


def test_region_that_publishes_nothing_has_no_ranges_and_is_no_failure(ask: Ask, data: dict[str, Any]) -> None:
    data["registry"]["region"] = "me-central-1"

    leg = ask(data)

    assert (leg.ranges, leg.source) == ((), "none")
    assert leg.hosts == ("cri-demo1234-registry.oss-me-central-1-internal.aliyuncs.com",)


def test_closed_region_is_flagged(ask: Ask, data: dict[str, Any]) -> None:
    data["registry"]["region"] = "ap-south-1"

    leg = ask(data)

    assert (leg.source, leg.published, len(leg.ranges)) == ("historic", date(2021, 3, 9), 4)


def test_declared_ranges_and_hosts_are_taken_as_they_are(ask: Ask, data: dict[str, Any], names: DnsServer) -> None:
    data["legs"] = {"oss": {"ranges": ["100.118.31.0/24", "100.98.170.0/24"], "hosts": ["layers.example.com"]}}
    names.names["layers.example.com"] = ["100.98.170.3"]

    leg = ask(data, instance=None)

    assert [str(network) for network in leg.ranges] == ["100.98.170.0/24", "100.118.31.0/24"]
    assert (leg.hosts, leg.source, leg.published, leg.digest) == (("layers.example.com",), "declared", None, "")
    assert leg.checked_host == "layers.example.com"


def test_check_that_fails_is_a_note(ask: Ask, data: dict[str, Any], names: DnsServer, notes: list[str]) -> None:
    names.names.clear()

    leg = ask(data)

    assert (leg.checked_host, leg.checked_addresses, leg.resolver) == (BUCKET_HOST, (), "")
    assert len(notes) == 1
    assert notes[0].startswith("the check of the ranges was left out: oss leg: expected an A record of")


def test_address_that_moves_inside_the_ranges_changes_nothing(ask: Ask, data: dict[str, Any], names: DnsServer) -> None:
    known = ask(data)
    names.names[BUCKET_HOST] = ["100.114.102.9"]

    leg = ask(data, known)

    assert leg.model_copy(update={"last_seen": known.last_seen}) == known


@pytest.mark.parametrize(
    ("dns", "answer", "expected"),
    [
        ("hosts", ["100.114.102.9"], "100.114.102.9"),
        ("hosts", ["100.114.102.9", "100.118.28.44"], "100.118.28.44"),
        ("hosts", [], "100.118.28.44"),
        ("forward", ["100.114.102.9"], "100.118.28.44"),
        ("none", ["100.114.102.9"], "100.118.28.44"),
    ],
)
def test_a_site_with_fixed_records_learns_where_the_storage_went(
    ask: Ask, data: dict[str, Any], names: DnsServer, dns: str, answer: list[str], expected: str
) -> None:
    """G42: resolving again is what mends a record that leads nowhere; one that still leads there stays."""
    way = {"kind": "vpn-gateway", "tunnels": [{"device": "203.0.113.10"}]}
    data["sites"] = [{"name": "tokyo", "cidrs": ["192.168.0.0/16"], "dns": dns, "via": [way]}]
    known = ask(data)
    names.names[BUCKET_HOST] = answer

    assert [str(address) for address in ask(data, known).checked_addresses] == [expected]


def test_silent_server_keeps_the_last_check(ask: Ask, data: dict[str, Any], names: DnsServer) -> None:
    known = ask(data)
    names.names.clear()

    assert ask(data, known).checked_addresses == known.checked_addresses


def test_address_that_leaves_the_ranges_is_news_and_so_is_its_return(
    ask: Ask, data: dict[str, Any], names: DnsServer
) -> None:
    known = ask(data)
    names.names[BUCKET_HOST] = ["10.9.9.9"]

    outside = ask(data, known)
    names.names[BUCKET_HOST] = ["100.114.102.9"]
    back = ask(data, outside)

    assert [str(address) for address in outside.checked_addresses] == ["10.9.9.9"]
    assert [str(address) for address in back.checked_addresses] == ["100.114.102.9"]
    assert back.first_seen == NOW


def test_check_of_another_host_is_news(ask: Ask, data: dict[str, Any], names: DnsServer) -> None:
    known = ask(data)
    data["registry"]["bucket"] = "my-layers"
    names.names["my-layers.oss-cn-hangzhou-internal.aliyuncs.com"] = ["100.98.170.3"]

    assert [str(address) for address in ask(data, known).checked_addresses] == ["100.98.170.3"]


def test_without_instance_bucket_and_hosts_there_is_no_name(ask: Ask, data: dict[str, Any]) -> None:
    with pytest.raises(DiscoveryError) as caught:
        ask(data, instance=None)

    assert "declare registry.instance, registry.bucket or legs.oss.hosts" in str(caught.value)


def test_offline_machine_gets_the_ranges_all_the_same(ask: Ask, data: dict[str, Any], offline: Surroundings) -> None:
    ask.around = replace(offline, timeout=0.1)

    assert tuple(map(str, ask(data).ranges)) == HANGZHOU_OSS
