"""What the plan promises, proved: a real registry client pulls through routes that the real engine provisioned."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scripts.account import Account
from scripts.proof import LARGE, Proof
from scripts.removals import Removal, removals
from scripts.workplace import ROOT, Workplace
from tests.e2e.telling import replaced

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

HOSTS = {
    "dev": ["ecs2"],
    "prod": ["shop-node", "shop-old", "pay-node", "build-runner"],
    "same-region": ["ci-runner"],
    "vpc-peering": ["ecs2", "ci-runner"],
}
"""Client hosts of each example, one for each table that gets routes."""
MORE_HOSTS = {"prod": "  - {id: i-uf6old, name: shop-old, vswitch: vsw-uf6f, address: 10.30.1.11}\n"}
"""Hosts that an example's world lacks."""
CREATED = {"dev": 14, "prod": 48, "same-region": 2, "vpc-peering": 10}
"""Routes that each plan creates."""
TABLES = {"dev": 3, "prod": 6, "same-region": 2, "vpc-peering": 3}
"""Tables that they stand in."""
CLIENTS = "  acree:clients:\n"
PINGED = f"  acree:legs: {{oss: {{ranges: [100.118.28.44/32]}}}}\n{CLIENTS}"
"""What is routed when the storage's name was pinged once."""


@dataclass
class Proved:
    """What a stack's hosts could do, step by step."""

    before: dict[str, bool] = field(default_factory=dict)
    pulled: dict[str, bool] = field(default_factory=dict)
    pushed: dict[str, bool] = field(default_factory=dict)
    moved: dict[str, bool] = field(default_factory=dict)
    pinged: dict[str, bool] = field(default_factory=dict)
    removals: list[Removal] = field(default_factory=list)
    repaired: str = ""
    after: dict[str, bool] = field(default_factory=dict)


def proved(name: str, folder: Path, environ: dict[str, str]) -> Proved:
    """Pull before, with and without the routes; also without each single one."""
    found = Proved()
    with Workplace(folder, world_of(name, folder), environ, network=True) as place:
        plan = json.loads(place.acree("plan", "--stack", name, "--format", "json").output)
        proofs = {host: Proof(place, host, plan) for host in HOSTS[name]}
        found.before = {host: proof.pull() for host, proof in proofs.items()}
        place.select(name)
        place.pulumi("up", "--yes", "--skip-preview")
        found.pulled = {host: proof.pull() and proof.pull(LARGE) for host, proof in proofs.items()}
        found.pushed = {host: proof.push(host) for host, proof in proofs.items()}
        first = next(iter(proofs.values()))
        found.moved = moved(first)
        found.removals = list(removals(list(proofs.values()), Account(place.variables)))
        place.pulumi("up", "--refresh", "--yes", "--skip-preview")
        found.repaired = place.pulumi("preview", "--refresh", "--expect-no-changes").output
        if name == "dev":
            found.pinged = pinged(place, first)
        place.pulumi("destroy", "--yes", "--skip-preview")
        found.after = {host: proof.pull() for host, proof in proofs.items()}
    return found


def world_of(name: str, folder: Path) -> Path:
    """The world of an example, with a host for each table."""
    text = (ROOT / "stacks" / "worlds" / f"{name}.yaml").read_text(encoding="utf-8")
    world = folder / "world.yaml"
    world.write_text(replaced(text, "hosts:\n", f"hosts:\n{MORE_HOSTS.get(name, '')}"), encoding="utf-8")
    return world


def moved(proof: Proof) -> dict[str, bool]:
    """Whether a pull works, by the range that the storage has moved to."""
    found: dict[str, bool] = {}
    for prefix in proof.ranges():
        proof.move_storage(str(prefix[7]))
        found[str(prefix)] = proof.pull(LARGE)
    return found


def pinged(place: Workplace, proof: Proof) -> dict[str, bool]:
    """The same with a lock that holds the one address that was answered first, before and after it moves."""
    path = place.project / "stacks" / "Pulumi.dev.yaml"
    path.write_text(replaced(path.read_text(encoding="utf-8"), CLIENTS, PINGED), encoding="utf-8")
    proof.move_storage("100.118.28.44")
    place.ask("GET", "network")
    place.acree("resolve", "-q", "--stack", "dev")
    place.pulumi("up", "--yes", "--skip-preview")
    found = {"where it was": proof.pull(LARGE)}
    for prefix in proof.ranges():
        proof.move_storage(str(prefix[7]))
        place.ask("GET", "network")
        found[str(prefix)] = proof.pull_within(10)
    return found


@pytest.fixture(scope="module")
def proofs(engine_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Proved]]:
    """All stacks at once: the provider mostly sleeps."""
    with ThreadPoolExecutor() as pool:
        running = {n: pool.submit(proved, n, tmp_path_factory.mktemp(n), engine_environment) for n in HOSTS}
        yield {name: future.result() for name, future in running.items()}


@pytest.mark.parametrize("name", HOSTS)
class TestPull:
    """Nobody pulls before, everybody after, nobody once the routes are gone."""

    def test_before_up_nothing_is_pulled(self, proofs: dict[str, Proved], name: str) -> None:
        assert proofs[name].before == dict.fromkeys(HOSTS[name], False)

    def test_after_up_every_host_pulls(self, proofs: dict[str, Proved], name: str) -> None:
        assert proofs[name].pulled == dict.fromkeys(HOSTS[name], True)

    def test_and_pushes(self, proofs: dict[str, Proved], name: str) -> None:
        assert proofs[name].pushed == dict.fromkeys(HOSTS[name], True)

    def test_storage_may_move_through_every_published_range(self, proofs: dict[str, Proved], name: str) -> None:
        """G6: a route to one address would break with the first move."""
        assert len(proofs[name].moved) == {"dev": 4, "prod": 6, "same-region": 4, "vpc-peering": 4}[name]
        assert all(proofs[name].moved.values()), proofs[name].moved

    def test_each_created_route_counts_and_heals(
        self, proofs: dict[str, Proved], name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """One that is taken away breaks exactly the legs that the plan names for it, for just those who use it."""
        found = proofs[name].removals
        with capsys.disabled():
            rows = (f"  {removal.line()}\n" for removal in found)
            sys.stdout.write(f"\n{name}: every created route, taken away and put back\n{''.join(rows)}")
        assert [removal.line() for removal in found if not removal.right] == []
        assert len(found) == CREATED[name]
        assert [removal.pulled for removal in found if removal.pulled is not None] == [False] * TABLES[name]

    def test_routes_that_somebody_deleted_are_made_again(self, proofs: dict[str, Proved], name: str) -> None:
        assert "unchanged" in proofs[name].repaired

    def test_after_destroy_nothing_is_pulled_again(self, proofs: dict[str, Proved], name: str) -> None:
        assert proofs[name].after == dict.fromkeys(HOSTS[name], False)


class TestPinged:
    """Who pings the storage's name once and routes the answer has a lock that works until the storage moves (G6)."""

    def test_it_works_at_first(self, proofs: dict[str, Proved]) -> None:
        assert proofs["dev"].pinged["where it was"]

    def test_the_same_moves_then_fail(self, proofs: dict[str, Proved]) -> None:
        later = {prefix: pulls for prefix, pulls in proofs["dev"].pinged.items() if prefix != "where it was"}
        assert later == dict.fromkeys(proofs["dev"].moved, False)
