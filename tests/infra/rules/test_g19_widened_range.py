"""G19: prefixes that cover more than the region publishes."""

from __future__ import annotations

from ipaddress import IPv4Network

from hypothesis import given
from hypothesis import strategies as st

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World
from tests.infra.samples import HANGZHOU_OSS


def test_published_ranges_pass() -> None:
    assert World().findings("G19") == []


def test_an_exact_merge_passes() -> None:
    world = World()
    beijing = ["100.118.58.0/24", "100.118.167.0/24", *(f"100.118.{n}.0/24" for n in range(170, 174))]
    world.move("cn-beijing", *beijing)
    world.stack["options"] = {"aggregate": True}
    assert "100.118.172.0/23" in str(world.context().plan.targets)
    assert world.findings("G19") == []


def test_rounding_to_another_regions_half_is_refused() -> None:
    world = World()
    world.move("ap-northeast-1")
    world.declare_ranges("100.114.114.0/24", "100.114.211.0/24")
    finding = world.only("G19")
    assert finding.severity is Severity.REFUSE
    assert "OSS prefix 100.114.114.0/24 routed for ap-northeast-1 covers addresses of other regions" in finding.message
    assert "100.114.114.128/25 of eu-west-1" in finding.message
    assert finding.where == world.place("legs", "oss")
    assert "100.114.114.0/25" in finding.remedy


def test_widening_into_nobodys_addresses_is_refused_with_their_number() -> None:
    world = World()
    world.declare_ranges("100.118.28.0/22", *HANGZHOU_OSS[:2])
    finding = world.only("G19")
    assert (
        "is wider than what cn-hangzhou publishes (100.118.28.0/24, 100.118.31.0/24) by 512 addresses"
        in finding.message
    )


def test_an_unpublished_range_is_taken_as_declared() -> None:
    world = World()
    world.declare_ranges("100.99.1.0/24", *HANGZHOU_OSS)
    assert world.findings("G19") == []


def test_a_region_without_ranges_is_compared_with_the_others() -> None:
    world = World()
    world.move("me-central-1")
    world.declare_ranges("100.118.28.0/24")
    finding = world.only("G19")
    assert "100.118.28.0/24 of cn-hangzhou" in finding.message
    assert finding.remedy == "declare the exact ranges in legs.oss.ranges"


@given(st.sampled_from(HANGZHOU_OSS), st.integers(1, 7))
def test_every_wider_form_is_refused_and_every_narrower_one_is_not(published: str, steps: int) -> None:
    network = IPv4Network(published)
    wide, narrow = World(), World()
    wide.declare_ranges(str(network.supernet(steps)))
    narrow.declare_ranges(str(next(network.subnets(steps))))
    assert wide.findings("G19")
    assert not narrow.findings("G19")
