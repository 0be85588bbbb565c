"""The register of rules, and the one function that runs them all.

A rule is a function that takes a `Context` and yields a `Hit` for each thing it objects to. It never
raises and never prints; one run reports every finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from inspect import cleandoc

from acree_infra.errors import ConfigError, UnknownName
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Finding, Hit, Severity

Check = Callable[[Context], Iterable[Hit]]

_ID = re.compile(r"G[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule.

    Attributes:
        id: guard number of the domain reference, for example `G9`.
        name: short kebab-case name.
        severities: what its findings may weigh, the rule's own (heaviest) first.
        check: the function.
    """

    id: str
    name: str
    severities: tuple[Severity, ...]
    check: Check

    @property
    def severity(self) -> Severity:
        """REFUSE, ASK, WARN or INFO as the reference says; a hit may say a lighter one of `severities`."""
        return self.severities[0]

    @property
    def purpose(self) -> str:
        """The rule's docstring: what it guards, why, and how to lift it."""
        return cleandoc(self.check.__doc__ or "")

    @property
    def number(self) -> int:
        """The guard number."""
        return int(self.id[1:])


class Rules:
    """A register of rules by id; a taken id is refused."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}

    def rule(self, rule_id: str, name: str, *severities: Severity) -> Callable[[Check], Check]:
        """Register the decorated check with its severity; lighter ones that single hits may have follow.

        Raises:
            ValueError: the id is taken or no guard number, no severity or no docstring is given.
        """

        def register(check: Check) -> Check:
            if not _ID.fullmatch(rule_id):
                raise ValueError(f"expected a guard number such as G9 as the rule's id, found {rule_id!r}")
            if rule_id in self._rules:
                raise ValueError(f"rule {rule_id} is taken by {self._rules[rule_id].check.__module__}")
            if not severities or not check.__doc__:
                raise ValueError(f"rule {rule_id} needs a severity and a docstring that explains it")
            self._rules[rule_id] = Rule(rule_id, name, severities, check)
            return check

        return register

    def get(self, rule_id: str) -> Rule:
        """The rule with this id.

        Raises:
            UnknownName: there is none; the message lists those that exist.
        """
        if rule_id not in self._rules:
            raise UnknownName(
                f"there is no rule {rule_id!r}", remedy="rules are " + ", ".join(r.id for r in self.all())
            )
        return self._rules[rule_id]

    def explain(self, rule_id: str) -> str:
        """What a rule guards, why, where that is known from, and how to lift it.

        Raises:
            UnknownName: there is no such rule.
        """
        rule = self.get(rule_id)
        return f"{rule.id} {rule.name} ({', '.join(rule.severities)})\n\n{rule.purpose}\n"

    def all(self) -> tuple[Rule, ...]:
        """Every rule, by number."""
        return tuple(sorted(self._rules.values(), key=lambda rule: rule.number))

    def run(self, context: Context) -> tuple[Finding, ...]:
        """Run every rule; findings come by severity, rule number and place.

        Raises:
            ConfigError: an override names a rule that does not exist or may not be lowered.
        """
        self._refuse_wrong_overrides(context)
        weighed = [
            ((severity.rank, rule.number, hit.where.file, hit.where.line, hit.message), rule, severity, hit, reason)
            for rule in self.all()
            for severity, hit, reason in _weighed(rule, context)
        ]
        weighed.sort(key=lambda item: item[0])
        return tuple(
            Finding(rule.id, rule.name, severity, hit.message, str(hit.where), hit.remedy, reason)
            for _, rule, severity, hit, reason in weighed
        )

    def _refuse_wrong_overrides(self, context: Context) -> None:
        for rule_id in context.stack.topology.rules:
            where = context.stack.where("rules", rule_id)
            if rule_id not in self._rules:
                known = ", ".join(rule.id for rule in self.all())
                raise ConfigError(f"there is no rule {rule_id!r} to override", where=where, remedy=f"rules are {known}")
            rule = self._rules[rule_id]
            if set(rule.severities) == {Severity.REFUSE}:
                raise ConfigError(
                    f"rule {rule_id} ({rule.name}) refuses and may not be lowered",
                    where=where,
                    remedy=f"remove rules.{rule_id}: only rules that ask or warn may be lowered",
                )


def _weighed(rule: Rule, context: Context) -> Iterator[tuple[Severity, Hit, str]]:
    """Hits with the severity that holds for this stack, and the reason when the stack lowered it."""
    override = context.stack.topology.rules.get(rule.id)
    off = 0
    for hit in rule.check(context):
        severity = hit.severity or rule.severity
        if override is None or severity is Severity.REFUSE:
            yield severity, hit, ""
        elif override.severity == "off":
            off += 1
        else:
            yield max(severity, Severity(override.severity), key=lambda level: level.rank), hit, override.reason
    if override is not None and off:
        count = f"{off} finding" + ("" if off == 1 else "s")
        where = context.stack.where("rules", rule.id)
        message = f"{count} of {rule.id} ({rule.name}) switched off by this stack"
        yield Severity.INFO, Hit(message, where, f"remove rules.{rule.id} to see them"), override.reason


RULES = Rules()
"""The project's rules; importing `acree_infra.rules.all_rules` fills it."""
