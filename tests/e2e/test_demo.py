"""`make demo SITE=smart-access-gateway`, whole: the cheapest demo, which forwards no packet and makes no resource."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from scripts.workplace import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@dataclass(frozen=True, slots=True)
class Told:
    """How the demo ended, and what it said."""

    code: int
    output: str

    def part(self, number: int) -> str:
        """What it said below one title."""
        return self.output.partition(f"\n== {number}. ")[2].partition("\n== ")[0]


@pytest.fixture(scope="module")
def told(engine_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The demo in a process of its own, as `make` runs it, in a folder of the test's."""
    folder = tmp_path_factory.mktemp("demo")
    call = f"import sys; from pathlib import Path; from scripts.site_demo import main; sys.exit(main(*{_ARGUMENTS}))"
    environ = {**os.environ, **engine_environment}
    done = subprocess.run(  # ourselves
        (sys.executable, "-c", call, str(folder)),
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Told(done.returncode, done.stdout)


_ARGUMENTS = '("smart-access-gateway", Path(sys.argv[1]))'


def test_it_ends_well(told: Told) -> None:
    assert told.code == 0, told.output


def test_the_plan_lists_what_is_made_by_hand_and_what_pages_leave_open(told: Told) -> None:
    assert "AnyTunnel entries to make in the console" in told.part(2)
    assert told.part(2).count(" on tr-bp1hq  for ccn-cn-shanghai") == 6
    assert "What official pages leave open" in told.part(2)


def test_lint_the_renderer_and_the_engine_are_stopped_by_the_same_rule(told: Told) -> None:
    asked = told.part(3)
    assert "ask    G4 smart-access-gateway" in asked
    assert "acree onprem: rules stop stack smart-access-gateway; nothing was rendered" in asked
    assert "pulumi preview: stopped by G4, before any resource" in asked


def test_it_says_why_no_packet_was_tried(told: Told) -> None:
    assert {"K11", "N13"} <= {line.strip().partition(":")[0] for line in told.part(4).splitlines()}
    assert "crane" not in told.output


def test_with_the_rule_lowered_names_are_rendered_and_no_device_is(told: Told) -> None:
    confirmed = told.part(5)
    assert "G4: {severity: warn" in confirmed
    assert "10.0.0.20 acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com" in confirmed
    assert "strongSwan cannot be rendered for site hq" in confirmed


def test_the_summary_and_where_to_read_on(told: Told) -> None:
    short = told.output.partition("\n== In short\n")[2]
    words = [line.split()[0] for line in short.splitlines() if line.startswith("  ")]
    assert words == ["asked", "by", "pulumi", "rendered", "tried"]
    assert short.rstrip().endswith("Next: docs/how-to/smart-access-gateway.md.")
