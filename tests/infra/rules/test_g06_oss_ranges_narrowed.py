"""G6: published ranges that are not routed."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World
from tests.infra.samples import HANGZHOU_OSS


def test_all_published_ranges_pass() -> None:
    assert World().findings("G6") == []


def test_declared_in_full_passes_whatever_the_split() -> None:
    world = World()
    halves = ["100.118.28.0/25", "100.118.28.128/25"]
    world.declare_ranges(*[r for r in HANGZHOU_OSS if r != "100.118.28.0/24"], *halves)
    assert world.findings("G6") == []


def test_narrowed_ranges_warn_loudly_with_what_is_missing() -> None:
    world = World()
    world.declare_ranges("100.98.170.0/24", "100.114.102.0/24")
    finding = world.only("G6")
    assert finding.severity is Severity.WARN
    assert finding.message.startswith("OUTAGE AHEAD")
    assert "100.118.28.0/24, 100.118.31.0/24" in finding.message
    assert "legs.oss.ranges declares only 100.98.170.0/24, 100.114.102.0/24" in finding.message
    assert finding.where == world.place("legs", "oss", "ranges")
    assert "remove legs.oss.ranges" in finding.remedy


def test_half_a_range_is_not_the_range() -> None:
    world = World()
    world.declare_ranges(*[r for r in HANGZHOU_OSS if r != "100.118.28.0/24"], "100.118.28.0/25")
    assert "100.118.28.0/24" in world.only("G6").message


def test_a_resolved_address_is_told_apart() -> None:
    world = World()
    world.declare_ranges("100.118.28.44/32")
    message = world.only("G6").message
    assert "100.118.28.44/32 is one resolved address" in message
    assert "without notice" in message


def test_an_old_lock_file_is_sent_to_resolve() -> None:
    world = World()
    world.oss["ranges"] = list(HANGZHOU_OSS[:3])
    finding = world.only("G6")
    assert "the lock file holds only" in finding.message
    assert finding.where == world.place("registry", "region")
    assert finding.remedy == "run `acree resolve --stack dev`"


def test_a_published_single_address_is_no_guess() -> None:
    world = World()
    world.move("cn-hangzhou-finance", "100.103.4.95/32", "100.103.4.210/32")
    message = world.only("G6").message
    assert "100.115.6.0/24" in message
    assert "resolved address" not in message


def test_without_any_range_it_is_left_to_g7() -> None:
    world = World()
    world.oss["ranges"] = []
    assert world.findings("G6") == []
