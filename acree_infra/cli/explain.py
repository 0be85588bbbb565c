"""`acree explain`: what a rule guards, why, and how to lift it."""

from __future__ import annotations

import argparse

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_output, put
from acree_infra.errors import UnknownName


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "rule", nargs="?", default="", help="a rule, such as G9 or service-overlap; all of them in short when absent"
    )
    add_output(parser, "text")
    parser.epilog = "examples: acree explain;  acree explain G9"


def run(options: argparse.Namespace) -> int:
    """Explain one rule, or list all."""
    from acree_infra.rules.all_rules import RULES  # 0.2 s that `--help` does without
    from acree_infra.topology.found import suggestion  # as above

    if not options.rule:
        rows = [f"{rule.id:<4} {rule.severity:<6} {rule.name:<28} {_first(rule.purpose)}" for rule in RULES.all()]
        put(options, "\n".join(rows) + "\n")
        return ExitCode.DONE
    ids = {name: rule.id for rule in RULES.all() for name in (rule.id.lower(), rule.name)}
    wanted = ids.get(options.rule.lower())
    if wanted is None:
        by_number = options.rule[:1].lower() == "g" and options.rule[1:].isdigit()
        known = [rule.id if by_number else rule.name for rule in RULES.all()]
        raise UnknownName(f"there is no rule {options.rule!r}", remedy=suggestion(options.rule, known))
    from acree_infra.rules.sources import sources_of  # as above

    told = RULES.explain(wanted)
    rows = [f"  {name:<4} {text}\n" for name, text in sources_of(told).items()]
    put(options, "".join([told, "\nSources:\n", *rows]) if rows else told)
    return ExitCode.DONE


def _first(text: str) -> str:
    return text.partition("\n")[0]
