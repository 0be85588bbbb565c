"""`acree explain`: what a rule guards, why, and how to lift it."""

from __future__ import annotations

import argparse

from acree_infra.cli.options import add_output, put


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("rule", nargs="?", default="", help="a rule, for example G9; all of them in short when absent")
    add_output(parser, "text")


def run(options: argparse.Namespace) -> int:
    """Explain one rule, or list all."""
    from acree_infra.rules.all_rules import RULES  # 0.2 s that `--help` does without

    if options.rule:
        put(options, RULES.explain(options.rule.upper()))
        return 0
    lines = [f"{rule.id:<4} {rule.severity:<6} {rule.name:<28} {rule.purpose.splitlines()[0]}" for rule in RULES.all()]
    put(options, "\n".join(lines) + "\n")
    return 0
