"""The planner against the kernel: what `acree trace` says of random worlds, and what real packets do there.

`ACREE_WORLDS=5000 pytest tests/e2e/network/worlds` tries that many other ones. What fails prints its world: as a file
in `found/` it is tried again in every run.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, seed, settings
from hypothesis.strategies import SearchStrategy

from acree_infra.routing import network, standing, trace
from acree_infra.routing.network import Network
from acree_infra.routing.nouns import Origin, Route, Subnet
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites import standby
from tests.e2e.network.worlds import lab
from tests.e2e.network.worlds.bench import AMBIGUOUS, Bench
from tests.e2e.network.worlds.given import Given, given_in
from tests.e2e.network.worlds.peered import peered_worlds
from tests.e2e.network.worlds.several_ways import worlds_of_ways
from tests.e2e.network.worlds.sited import sited_worlds
from tests.e2e.network.worlds.strategies import worlds
from tests.e2e.network.worlds.tally import KINDS, PEERED_KINDS, SITED_KINDS, WAY_KINDS, Tally

FEWEST = 300
WORLDS = int(os.environ.get("ACREE_WORLDS", FEWEST))
BESIDE = WORLDS // 5
SEED = 7
FOUND = Path(__file__).parent / "found"

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600 + 5 * WORLDS)]


def agree(bench: Bench, world: Given, tally: Tally | None = None) -> bool:
    """Try every host and address of a world; False when nothing can be compared.

    Raises:
        AssertionError: planner and kernel disagree; it has the world and both walks.
    """
    planned = bench.plan(world)
    if AMBIGUOUS in planned.refusing:
        return False
    walks = bench.walks(world, planned)
    different = walks.disagreements()
    assert not different, f"{len(different)} disagreements\n\n{world.text()}\n" + "\n".join(different[:5])
    if tally is not None:
        tally.count(world, planned, walks)
    return True


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that want disagreements: none of them is looked at again and again."""
    monkeypatch.setattr(lab, "PATIENCE", lab.PATIENCE[:1])


def all_agree(bench: Bench, strategy: SearchStrategy[Given], number: int, kinds: Iterable[str]) -> None:
    """Try worlds of a strategy, the same ones each time unless `ACREE_WORLDS` says otherwise."""
    tally = Tally()

    @seed(SEED if WORLDS == FEWEST else time.time_ns())
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(strategy)
    def every(world: Given) -> None:
        assume(agree(bench, world, tally))

    every()
    print(tally)  # noqa: T201  # pytest -s shows what was tried
    assert tally.worlds >= number
    assert [kind for kind in (*kinds, "pairs delivered", "pairs dropped") if not tally.kinds[kind]] == []


def test_the_planner_and_the_kernel_agree(bench: Bench) -> None:
    all_agree(bench, worlds(), WORLDS, KINDS)


def test_the_planner_and_the_kernel_agree_on_peerings(bench: Bench) -> None:
    all_agree(bench, peered_worlds(), BESIDE, PEERED_KINDS)


def test_the_planner_and_the_kernel_agree_on_data_centers(bench: Bench) -> None:
    all_agree(bench, sited_worlds(), BESIDE, SITED_KINDS)


def test_the_planner_and_the_kernel_agree_on_ways_of_data_centers(bench: Bench) -> None:
    all_agree(bench, worlds_of_ways(), BESIDE, WAY_KINDS)


def found() -> list[str]:
    return sorted(path.stem for path in FOUND.glob("*.yaml"))


def world_of(name: str) -> Given:
    return given_in((FOUND / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", found())
def test_what_was_once_found_agrees(bench: Bench, name: str) -> None:
    assert agree(bench, world_of(name))


def nothing(*_: object) -> None:
    """Stands for a part of the planner that is not there."""


def only_the_first(subnets: tuple[Subnet, ...]) -> Iterator[Subnet]:
    yield subnets[0]


def the_rows(plan: Plan) -> Iterator[Route]:
    yield from plan.routes


def whatever_is_down(plan: Plan, _: Collection[str]) -> Plan:
    return plan


BLINDED: dict[str, tuple[object, str, Callable[..., object]]] = {
    "synchronised": (standing, "_add_synchronised", nothing),
    "left-out": (standing, "_add_left_out", nothing),
    "registry-elsewhere": (Network, "is_elsewhere", nothing),
    "several-entrances": (trace, "_one_of_each_table", only_the_first),
    "one-source": (standing, "_told", the_rows),
    "static-stays": (standby, "stands_always", nothing),
    "line-down": (network, "without_ways", whatever_is_down),
}
"""World in `found/`, and the part of the planner without which it says something else than the kernel does."""


@pytest.mark.parametrize("name", BLINDED)
@pytest.mark.usefixtures("impatient")
def test_a_planner_that_forgets_something_is_caught(bench: Bench, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    module, part, instead = BLINDED[name]
    monkeypatch.setattr(module, part, instead)
    with pytest.raises(AssertionError, match="disagreements"):
        agree(bench, world_of(name))


PLAIN = ("plain", "lines", "express-routers")
"""Worlds in which nothing is missing, two regions with auto-advertise off: a client in each, a data center in each."""


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.usefixtures("impatient")
def test_every_row_that_only_the_network_lacks_is_caught(bench: Bench, name: str) -> None:
    world = world_of(name)
    plan = bench.plan(world).plan
    made = list(lab.needed_rows(plan))
    assert len(made) > 10
    for route in made:
        planned = bench.plan(world)
        rows = tuple(other for other in planned.plan.routes if (other.table, other.destination) != _key(route))
        walks = bench.walks(world, replace(planned, applied=replace(planned.plan, routes=rows)))
        assert any("the kernel dropped" in said for said in walks.disagreements()), route


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.usefixtures("impatient")
def test_every_row_that_only_the_planner_lacks_is_caught(bench: Bench, name: str) -> None:
    world = world_of(name)
    plan = bench.plan(world).plan
    for route in plan.routes:
        if route.legs and route.origin is not Origin.BUILT_IN:
            planned = bench.plan(world)
            rows = tuple(other for other in planned.plan.routes if (other.table, other.destination) != _key(route))
            walks = bench.walks(world, replace(planned, traced=replace(planned.plan, routes=rows)))
            assert any("the kernel delivered" in said for said in walks.disagreements()), route


def _key(route: object) -> tuple[object, object]:
    return getattr(route, "table", None), getattr(route, "destination", None)


def test_a_world_is_the_same_again_when_it_is_read(bench: Bench) -> None:
    for name in found():
        world = world_of(name)
        assert given_in(world.text()) == world
