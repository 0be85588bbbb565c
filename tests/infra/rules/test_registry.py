"""The register: taking, finding, explaining, running, lowering."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from acree_infra.errors import ConfigError, UnknownName, Where
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import Check, Rules
from tests.infra.rules.world import FILE, World


def says(*hits: Hit) -> Check:
    """A check that says the same about everything."""

    def check(_: Context) -> Iterator[Hit]:
        """Say it.

        To lift: no way.
        """
        yield from hits

    return check


def hit(message: str = "a collides with b", line: int = 1, severity: Severity | None = None) -> Hit:
    return Hit(message, Where(FILE, line), "move a", severity)


def world_with(rule: str, severity: str, reason: str = "we know what we do") -> World:
    world = World()
    world.stack["rules"] = {rule: {"severity": severity, "reason": reason}}
    return world


class TestTaking:
    def test_a_taken_id_is_refused_and_its_owner_named(self) -> None:
        rules = Rules()
        rules.rule("G9", "one", Severity.WARN)(says())
        with pytest.raises(ValueError, match=r"rule G9 is taken by tests\.infra\.rules\.test_registry"):
            rules.rule("G9", "other", Severity.WARN)(says())

    @pytest.mark.parametrize("rule_id", ["9", "G", "G0", "g9", "G9a", "service-overlap"])
    def test_an_id_that_is_no_guard_number_is_refused(self, rule_id: str) -> None:
        with pytest.raises(ValueError, match="expected a guard number such as G9"):
            Rules().rule(rule_id, "name", Severity.WARN)(says())

    def test_a_rule_needs_a_severity(self) -> None:
        with pytest.raises(ValueError, match="G9 needs a severity and a docstring"):
            Rules().rule("G9", "name")(says())

    def test_a_rule_needs_a_docstring(self) -> None:
        with pytest.raises(ValueError, match="G9 needs a severity and a docstring"):
            Rules().rule("G9", "name", Severity.WARN)(lambda _: [])


class TestFinding:
    def test_all_come_by_number(self) -> None:
        rules = Rules()
        for rule_id in ("G10", "G9", "G1"):
            rules.rule(rule_id, "name", Severity.WARN)(says())
        assert [rule.id for rule in rules.all()] == ["G1", "G9", "G10"]

    def test_an_unknown_one_lists_those_that_exist(self) -> None:
        rules = Rules()
        rules.rule("G9", "name", Severity.WARN)(says())
        rules.rule("G1", "other", Severity.WARN)(says())
        with pytest.raises(UnknownName) as error:
            rules.get("G99")
        assert "no rule 'G99'" in str(error.value)
        assert "rules are G1, G9" in str(error.value)

    def test_explain_is_the_docstring_with_its_head(self) -> None:
        rules = Rules()
        rules.rule("G9", "service-overlap", Severity.REFUSE, Severity.WARN)(says())
        assert rules.explain("G9") == "G9 service-overlap (refuse, warn)\n\nSay it.\n\nTo lift: no way.\n"
        with pytest.raises(UnknownName):
            rules.explain("G8")


class TestRunning:
    def test_findings_carry_rule_place_and_remedy(self) -> None:
        rules = Rules()
        rules.rule("G9", "service-overlap", Severity.REFUSE)(says(hit(line=7)))
        (finding,) = rules.run(World().context())
        assert (finding.rule, finding.name, finding.severity) == ("G9", "service-overlap", Severity.REFUSE)
        assert (finding.where, finding.remedy, finding.reason) == (f"{FILE}:7", "move a", "")

    def test_order_is_severity_number_line_message(self) -> None:
        rules = Rules()
        rules.rule("G10", "ten", Severity.WARN)(says(hit(line=10), hit(line=9)))
        rules.rule("G9", "nine", Severity.WARN)(says(hit("b", 5), hit("a", 5)))
        rules.rule("G50", "fifty", Severity.REFUSE)(says(hit()))
        rules.rule("G2", "two", Severity.ASK)(says(hit(severity=Severity.INFO), hit()))
        found = rules.run(World().context())
        assert [(f.rule, f.where.rpartition(":")[2], f.message[0]) for f in found] == [
            ("G50", "1", "a"),
            ("G2", "1", "a"),
            ("G9", "5", "a"),
            ("G9", "5", "b"),
            ("G10", "9", "a"),
            ("G10", "10", "a"),
            ("G2", "1", "a"),
        ]
        assert [f.severity for f in found][-1] is Severity.INFO

    def test_the_same_twice(self) -> None:
        rules = Rules()
        rules.rule("G9", "nine", Severity.WARN)(says(hit("b"), hit("a")))
        context = World().context()
        assert rules.run(context) == rules.run(context)


class TestLowering:
    def test_a_question_is_lowered_and_the_reason_shown(self) -> None:
        rules = Rules()
        rules.rule("G9", "nine", Severity.ASK)(says(hit()))
        (finding,) = rules.run(world_with("G9", "warn").context())
        assert (finding.severity, finding.reason) == (Severity.WARN, "we know what we do")

    def test_switched_off_leaves_a_note(self) -> None:
        rules = Rules()
        rules.rule("G9", "nine", Severity.WARN)(says(hit("a"), hit("b")))
        world = world_with("G9", "off")
        (finding,) = rules.run(world.context())
        assert finding.severity is Severity.INFO
        assert finding.message == "2 findings of G9 (nine) switched off by this stack"
        assert finding.reason == "we know what we do"
        assert finding.where == world.place("rules", "G9")

    def test_switched_off_without_findings_says_nothing(self) -> None:
        rules = Rules()
        rules.rule("G9", "nine", Severity.WARN)(says())
        assert rules.run(world_with("G9", "off").context()) == ()

    def test_an_override_never_makes_heavier(self) -> None:
        rules = Rules()
        rules.rule("G9", "nine", Severity.WARN, Severity.INFO)(says(hit(severity=Severity.INFO)))
        (finding,) = rules.run(world_with("G9", "warn").context())
        assert finding.severity is Severity.INFO

    def test_a_refusing_rule_may_not_be_lowered(self) -> None:
        rules = Rules()
        rules.rule("G9", "service-overlap", Severity.REFUSE)(says())
        world = world_with("G9", "warn")
        with pytest.raises(ConfigError, match=r"rule G9 \(service-overlap\) refuses and may not be lowered") as error:
            rules.run(world.context())
        assert str(error.value.problem.where) == world.place("rules", "G9")
        assert error.value.exit_code == 2

    def test_of_a_mixed_rule_only_the_lighter_findings_are_lowered(self) -> None:
        rules = Rules()
        rules.rule("G18", "mixed", Severity.REFUSE, Severity.WARN)(says(hit("a"), hit("b", severity=Severity.WARN)))
        found = rules.run(world_with("G18", "info").context())
        assert [(f.message, f.severity, bool(f.reason)) for f in found] == [
            ("a", Severity.REFUSE, False),
            ("b", Severity.INFO, True),
        ]

    def test_an_unknown_rule_is_refused_with_those_that_exist(self) -> None:
        rules = Rules()
        rules.rule("G9", "nine", Severity.WARN)(says())
        with pytest.raises(ConfigError, match="no rule 'G99' to override") as error:
            rules.run(world_with("G99", "warn").context())
        assert error.value.problem.remedy == "rules are G9"
