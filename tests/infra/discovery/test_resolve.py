"""The whole run: every source together, against an account in memory and real servers on loopback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.registry import VpcEndpointRecord
from acree_infra.discovery.lock_file import load_lock, lock_path
from acree_infra.discovery.progress import Stage
from acree_infra.discovery.resolve import resolve
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.errors import AccessError, DiscoveryError
from tests.infra.discovery.dns_server import DnsServer
from tests.infra.discovery.fakes import AUTH_HOST, BUCKET_HOST, REGISTRY_HOST, FakeAccount, link
from tests.infra.discovery.house import House
from tests.infra.discovery.scene import NOW, Events, Registry
from tests.infra.samples import HANGZHOU_OSS


@pytest.fixture
def house(directory: Path, data: dict[str, Any], account: FakeAccount, around: Surroundings, events: Events) -> House:
    return House(directory, data, account, around, events)


def failures(house: House) -> list[str]:
    with pytest.raises(DiscoveryError) as caught:
        house.resolve()
    return [str(problem) for problem in caught.value.problems]


class TestWorkedExample:
    def test_everything_is_found(self, house: House) -> None:
        lock = house.resolve()

        assert lock.stack == "dev"
        assert lock.legs.registry.hosts == (REGISTRY_HOST,)
        assert lock.legs.auth is not None
        assert lock.legs.auth.host == AUTH_HOST
        assert tuple(map(str, lock.legs.oss.ranges)) == HANGZHOU_OSS
        assert lock.networks.account == "1234567890123456"
        assert [(region.region, region.zones) for region in lock.networks.regions] == [
            ("cn-hangzhou", ("cn-hangzhou-j", "cn-hangzhou-k")),
            ("cn-shanghai", ("cn-shanghai-m", "cn-shanghai-n")),
        ]
        assert [vpc.id for vpc in lock.networks.vpcs] == ["vpc-bp1demo", "vpc-uf6demo"]
        assert (lock.networks.transit_routers, lock.networks.private_zones) == ((), ())

    def test_what_was_found_can_be_loaded(self, house: House) -> None:
        assert house.write() is True
        assert load_lock(house.stack) == house.resolve()

    def test_routers_of_a_cen_that_is_created_are_not_looked_up(self, house: House) -> None:
        house.resolve()

        assert not [call for call in house.account.calls if call.startswith(("transit_routers", "tables"))]

    def test_each_vpc_is_asked_once(self, house: House) -> None:
        house.data["clients"].append({"name": "again", "region": "cn-shanghai", "vpc": "vpc-uf6demo"})

        house.resolve()

        assert house.account.calls["vpc vpc-uf6demo"] == 1

    def test_progress_of_every_look_up(self, house: House, events: Events) -> None:
        house.resolve()

        begun, done = events.of(Stage.BEGIN), events.of(Stage.DONE)
        assert sorted(begun) == sorted(done)
        for subject in ("account", "auth leg", "oss leg", "registry leg", "vpc-uf6demo", "zones of cn-shanghai"):
            assert f"{subject}: " in done

    def test_without_a_clock_and_an_observer_it_is_now_and_silent(self, house: House) -> None:
        lock = resolve(house.stack, house.account.clouds(), house.around)

        assert abs(datetime.now(UTC) - lock.legs.oss.last_seen) < timedelta(minutes=1)
        assert lock.legs.oss.last_seen.microsecond == 0


class TestStability:
    def test_resolving_again_changes_no_byte(self, house: House) -> None:
        house.write()
        before = lock_path(house.stack).read_bytes()
        house.later(days=3)

        assert house.write() is False
        assert house.check() == []
        assert lock_path(house.stack).read_bytes() == before

    def test_another_server_or_a_moving_bucket_or_a_starting_machine_change_no_byte(
        self, house: House, names: DnsServer
    ) -> None:
        house.write()
        names.names[BUCKET_HOST] = ["100.118.31.200"]
        house.account.subnets["vpc-uf6demo"] = [
            replace(vswitch, free_addresses=200) for vswitch in house.account.subnets["vpc-uf6demo"]
        ]
        silent = replace(names.endpoint, port=9)
        house.around = replace(house.around, resolvers=(silent, names.endpoint), timeout=0.5)

        assert house.write() is False

    def test_last_seen_moves_with_a_change(self, house: House, names: DnsServer) -> None:
        house.write()
        house.later(days=3)
        names.names[AUTH_HOST] = ["100.103.7.181", "100.103.9.188"]

        lock = house.resolve()

        assert lock.legs.auth is not None
        assert {seen.last_seen for seen in lock.legs.auth.addresses} == {house.now}
        assert [seen.first_seen for seen in lock.legs.auth.addresses] == [house.now, NOW]
        assert (lock.legs.registry.first_seen, lock.legs.registry.last_seen) == (NOW, house.now)
        assert (lock.legs.oss.first_seen, lock.legs.oss.last_seen) == (NOW, house.now)

    def test_life_of_an_auth_address(self, house: House, names: DnsServer) -> None:
        house.write()
        names.names[AUTH_HOST] = ["100.103.7.181"]
        house.later(days=1)
        assert house.check() == [
            "legs.auth.addresses[100.103.7.181]: new",
            'legs.auth.addresses[100.103.9.188].missing-since: new, "2026-11-03T08:00:00Z"',
        ]
        assert house.write() is True

        house.later(days=6)
        assert house.write() is False
        house.later(days=1)
        assert house.check() == ["legs.auth.addresses[100.103.9.188]: gone"]

        names.names[AUTH_HOST] = ["100.103.7.181", "100.103.9.188"]
        assert house.check() == ['legs.auth.addresses[100.103.9.188].missing-since: gone, was "2026-11-03T08:00:00Z"']


class TestCheck:
    def test_writes_nothing_and_names_the_missing_file(self, house: House) -> None:
        (line,) = house.check()

        assert "dev.lock.yaml is missing; run `acree resolve --stack dev`" in line
        assert list(house.directory.iterdir()) == []

    def test_stale_file_is_named_with_its_difference(self, house: House) -> None:
        house.write()
        house.data["registry"]["bucket"] = "my-layers"

        first, *others = house.check()

        assert "it is stale" in first
        assert any(line.startswith("inputs: was ") for line in others)
        assert "legs.oss.hosts[my-layers.oss-cn-hangzhou-internal.aliyuncs.com]: new" in others

    def test_hand_broken_file_is_named(self, house: House) -> None:
        house.write()
        path = lock_path(house.stack)
        path.write_text(path.read_text().replace("10.0.0.20", "10.0.0.21"))

        (line,) = house.check()

        assert "edited by hand" in line


class TestStages:
    def test_registry_that_is_not_linked_yet_has_no_auth_leg(self, house: House, names: DnsServer) -> None:
        house.account.endpoints = [VpcEndpointRecord((REGISTRY_HOST,), (link("vpc-other", "vsw-x"),))]

        lock = house.resolve()

        assert lock.legs.auth is None
        assert len(lock.legs.registry.linked_vpcs) == 1
        (note,) = house.events.of(Stage.NOTE)
        assert note.startswith("auth leg: left for later: the registry has no address in vpc-bp1demo yet")
        assert f"{AUTH_HOST} A" not in names.asked

    def test_second_stage_adds_the_auth_leg(self, house: House) -> None:
        linked = house.account.endpoints
        house.account.endpoints = [VpcEndpointRecord((REGISTRY_HOST,), ())]
        house.write()
        house.account.endpoints = linked

        assert house.check() == [
            "legs.auth: new",
            "legs.registry.linked-vpcs[vpc-bp1demo vsw-bp1j]: new",
        ]

    def test_declared_auth_host_needs_no_link(self, house: House) -> None:
        house.account.endpoints = [VpcEndpointRecord((REGISTRY_HOST,), ())]
        house.data["legs"] = {"auth": {"host": AUTH_HOST}}

        lock = house.resolve()

        assert lock.legs.auth is not None
        assert lock.legs.auth.source == "declared+dns"
        assert house.events.of(Stage.NOTE) == []

    def test_declared_legs_are_not_asked(self, house: House, offline: Surroundings, registry: Registry) -> None:
        house.around = offline
        house.data["legs"] = {
            "registry": {"address": "10.0.0.20", "hosts": [REGISTRY_HOST]},
            "auth": {"host": AUTH_HOST, "addresses": ["100.103.9.188"]},
        }

        lock = house.resolve()

        assert lock.legs.registry.source == "declared"
        assert lock.legs.registry.linked_vpcs[0].vswitch == "vsw-bp1j"
        assert registry.server.requests == []
        assert not {"instance", "domains", "storage_rules"} & set(house.account.calls)

    def test_declared_registry_is_asked_for_its_challenge(self, house: House) -> None:
        house.data["legs"] = {"registry": {"address": "10.0.0.20", "hosts": [REGISTRY_HOST]}}

        lock = house.resolve()

        assert lock.legs.auth is not None
        assert lock.legs.auth.source == "challenge+dns"

    def test_region_without_published_ranges_is_no_failure(self, house: House) -> None:
        house.data["registry"]["region"] = "me-central-1"
        house.account.vpcs["me-central-1", "vpc-bp1demo"] = house.account.vpcs["cn-hangzhou", "vpc-bp1demo"]
        house.data["legs"] = {"oss": {"hosts": [BUCKET_HOST]}, "auth": {"allow-other-region": True}}

        assert house.resolve().legs.oss.ranges == ()


class TestFailures:
    def test_all_failures_are_listed(self, house: House, registry: Registry) -> None:
        registry.status = 503
        del house.account.vpcs["cn-shanghai", "vpc-uf6demo"]
        house.account.broken["private_zones"] = ApiError("pvtz:DescribeZones", "", "Forbidden.RAM", "no")

        found = failures(house)

        assert len(found) == 3
        assert "auth leg: expected status 401" in found[0]
        assert "pvtz:DescribeZones failed with Forbidden.RAM" in found[1]
        assert "expected vpc-uf6demo in cn-shanghai" in found[2]
        assert "Pulumi.dev.yaml:4: " in found[2]

    def test_name_that_does_not_resolve(self, house: House, names: DnsServer) -> None:
        del names.names[AUTH_HOST]

        (found,) = failures(house)

        assert f"auth leg: expected an A record of {AUTH_HOST}, found none ({names.endpoint}: " in found

    def test_failed_registry_leaves_the_legs_behind_it_unasked(self, house: House, registry: Registry) -> None:
        house.account.registries = []

        (found,) = failures(house)

        assert "cr:GetInstance in cn-hangzhou failed with INSTANCE_NOT_EXIST" in found
        assert registry.server.requests == []
        assert len(house.events.of(Stage.FAILED)) == 1

    def test_declared_registry_whose_vpc_failed(self, house: House) -> None:
        house.data["legs"] = {"registry": {"address": "10.0.0.20", "hosts": [REGISTRY_HOST]}}
        del house.account.vpcs["cn-hangzhou", "vpc-bp1demo"]

        (found,) = failures(house)

        assert "expected vpc-bp1demo in cn-hangzhou" in found

    @pytest.mark.parametrize("call", ["account_id", "vpc vpc-uf6demo", "instance", "private_zones"])
    def test_refused_key_is_one_error(self, house: House, call: str) -> None:
        house.account.broken[call] = AccessError("the account refused the access key")

        with pytest.raises(AccessError, match="refused the access key"):
            house.resolve()

    @pytest.mark.parametrize("run", [House.resolve, House.check])
    def test_nothing_is_written_after_a_failure(self, house: House, run: Callable[[House], object]) -> None:
        house.account.registries = []

        with pytest.raises(DiscoveryError):
            run(house)

        assert list(house.directory.iterdir()) == []
