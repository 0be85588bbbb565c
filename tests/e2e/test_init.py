"""`acree init` asks the sandbox by the official SDKs; what it proposes resolves and lints clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.workplace import ROOT, Workplace

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.mark.parametrize("world", ["dev", "prod", "same-region"])
def test_what_is_proposed_resolves_and_lints(world: str, engine_environment: dict[str, str], tmp_path: Path) -> None:
    with Workplace(tmp_path, ROOT / "stacks" / "worlds" / f"{world}.yaml", engine_environment) as place:
        said = place.acree("init", "--stack", "mine", "--yes").output
        assert "next" not in said
        assert "stacks/Pulumi.mine.yaml is written" in said
        place.acree("resolve", "-q", "--stack", "mine")
        assert "nothing stands in the way" in place.acree("lint", "--stack", "mine").output
        theirs = place.acree("plan", "--stack", world, "-f", "mermaid").output
        mine = place.acree("plan", "--stack", "mine", "-f", "mermaid").output
        assert mine.count("-->") >= theirs.count("-->") > 0
