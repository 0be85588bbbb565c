"""What the plan promises, proved: a real registry client pulls through routes that the real engine provisioned."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scripts.account import Account
from scripts.proof import LARGE, Proof, Removal
from scripts.workplace import ROOT, Workplace

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

HOSTS = {"dev": ["ecs2"], "prod": ["shop-node", "pay-node", "build-runner"], "same-region": ["ci-runner"]}
"""Client hosts of each example."""


@dataclass
class Proved:
    """What a stack's hosts could do, step by step."""

    before: dict[str, bool] = field(default_factory=dict)
    pulled: dict[str, bool] = field(default_factory=dict)
    pushed: dict[str, bool] = field(default_factory=dict)
    moved: dict[str, bool] = field(default_factory=dict)
    removals: list[Removal] = field(default_factory=list)
    repaired: str = ""
    after: dict[str, bool] = field(default_factory=dict)


def proved(name: str, folder: Path, environ: dict[str, str]) -> Proved:
    """Pull before, with and without the routes; on `dev` also without each single one."""
    found = Proved()
    with Workplace(folder, ROOT / "stacks" / "worlds" / f"{name}.yaml", environ, network=True) as place:
        plan = json.loads(place.acree("plan", "--stack", name, "--format", "json").output)
        proofs = {host: Proof(place, host, plan) for host in HOSTS[name]}
        found.before = {host: proof.pull() for host, proof in proofs.items()}
        place.select(name)
        place.pulumi("up", "--yes", "--skip-preview")
        found.pulled = {host: proof.pull() and proof.pull(LARGE) for host, proof in proofs.items()}
        found.pushed = {host: proof.push(host) for host, proof in proofs.items()}
        first = next(iter(proofs.values()))
        for prefix in first.ranges():
            first.move_storage(str(prefix[7]))
            found.moved[str(prefix)] = first.pull(LARGE)
        if name == "dev":
            found.removals = list(first.removals(Account(place.variables)))
            place.pulumi("up", "--refresh", "--yes", "--skip-preview")
            found.repaired = place.pulumi("preview", "--refresh", "--expect-no-changes").output
        place.pulumi("destroy", "--yes", "--skip-preview")
        found.after = {host: proof.pull() for host, proof in proofs.items()}
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
        assert len(proofs[name].moved) == {"dev": 4, "prod": 6, "same-region": 4}[name]
        assert all(proofs[name].moved.values()), proofs[name].moved

    def test_after_destroy_nothing_is_pulled_again(self, proofs: dict[str, Proved], name: str) -> None:
        assert proofs[name].after == dict.fromkeys(HOSTS[name], False)


class TestEveryRoute:
    """A created route that is taken away breaks exactly the legs that the plan names for it."""

    def test_each_one_counts_and_heals(self, proofs: dict[str, Proved]) -> None:
        removals = proofs["dev"].removals
        assert len(removals) == 14
        wrong = [(dict(r.route), r.failed, r.healed) for r in removals if not r.right]
        assert wrong == []

    def test_routes_that_somebody_deleted_are_made_again(self, proofs: dict[str, Proved]) -> None:
        assert "unchanged" in proofs["dev"].repaired
