"""Every guard of this room is there, with the severity of the reference."""

from __future__ import annotations

from pathlib import Path

import pytest

import acree_infra.rules
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World

EXPECTED = {
    "G1": "refuse",
    "G2": "refuse",
    "G3": "refuse",
    "G4": "ask",
    "G5": "ask",
    "G6": "warn",
    "G7": "refuse",
    "G8": "ask",
    "G9": "refuse",
    "G10": "refuse",
    "G11": "refuse",
    "G12": "warn",
    "G13": "refuse",
    "G14": "refuse",
    "G15": "refuse",
    "G16": "refuse",
    "G17": "refuse",
    "G18": "refuse",
    "G19": "refuse",
    "G20": "refuse",
    "G21": "ask",
    "G22": "refuse",
    "G23": "refuse",
    "G24": "warn",
    "G25": "refuse",
    "G26": "warn",
    "G27": "refuse",
    "G28": "refuse",
    "G29": "refuse",
    "G30": "refuse",
    "G31": "info",
    "G32": "refuse",
    "G33": "warn",
    "G34": "refuse",
    "G35": "warn",
    "G36": "warn",
    "G37": "refuse",
    "G38": "warn",
    "G40": "warn",
    "G41": "refuse",
    "G42": "warn",
    "G43": "ask",
    "G44": "warn",
    "G45": "warn",
    "G46": "warn",
    "G47": "warn",
    "G48": "warn",
    "G49": "refuse",
    "G50": "info",
    "G51": "warn",
}
HERE = Path(__file__).parent
ROOM = Path(acree_infra.rules.__file__).parent


def test_exactly_these_rules_are_registered() -> None:
    assert [rule.id for rule in RULES.all()] == list(EXPECTED)


@pytest.mark.parametrize(("rule_id", "severity"), EXPECTED.items())
def test_severity_is_that_of_the_reference(rule_id: str, severity: str) -> None:
    rule = RULES.get(rule_id)
    assert rule.severity is Severity(severity)
    assert all(lighter.rank > rule.severity.rank for lighter in rule.severities[1:])


@pytest.mark.parametrize("rule_id", EXPECTED)
def test_each_rule_explains_itself_and_the_way_out(rule_id: str) -> None:
    text = RULES.explain(rule_id)
    assert text.startswith(f"{rule_id} {RULES.get(rule_id).name} (")
    assert "To lift:" in text
    assert len(text.splitlines()) >= 5


@pytest.mark.parametrize("rule_id", EXPECTED)
def test_one_file_and_one_test_file_a_rule(rule_id: str) -> None:
    rule = RULES.get(rule_id)
    name = f"g{rule.number:02}_{rule.name.replace('-', '_')}.py"
    assert rule.check.__module__ == f"acree_infra.rules.{name.removesuffix('.py')}"
    assert (ROOM / name).is_file()
    assert (HERE / f"test_{name}").is_file()


def test_names_are_unique() -> None:
    names = [rule.name for rule in RULES.all()]
    assert len(names) == len(set(names))


def test_every_rule_file_is_registered() -> None:
    files = {path.stem for path in ROOM.glob("g[0-9]*.py")}
    assert files == {rule.check.__module__.rpartition(".")[2] for rule in RULES.all()}


def test_the_worked_example_is_stopped_by_nothing() -> None:
    found = World().findings()
    assert [(finding.rule, finding.severity) for finding in found] == [
        ("G12", Severity.WARN),
        ("G50", Severity.INFO),
    ]


def test_every_finding_has_a_place_and_a_way_out() -> None:
    world = World()
    world.unlink()
    world.client["pod-cidrs"] = ["100.64.0.0/10"]
    world.declare_ranges("100.100.0.0/15", "100.118.28.44/32")
    world.oss["checked-addresses"] = ["1.2.3.4"]
    world.stack["registry"]["bucket"] = "team-layers"
    world.stack["dns"] = "none"
    found = world.findings()
    assert {"G6", "G8", "G9", "G10", "G11", "G40", "G43", "G45", "G47", "G49"} <= {f.rule for f in found}
    for finding in found:
        assert finding.where.startswith("stacks/Pulumi.dev.yaml:")
        assert finding.message
        assert finding.remedy


def test_before_the_link_a_stack_that_makes_it_is_not_stopped() -> None:
    world = World()
    world.unlink()
    world.stack["registry"]["link"] = "vsw-bp1j"
    assert world.stops() == []
