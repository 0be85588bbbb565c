"""The looks of `acree drift`: each is a verb that a person could run alone."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from acree_infra.cli.processes import Ended, run_verb


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that is looked at.

    Attributes:
        name: key of it in a document.
        title: what is otherwise when it does not end with 0.
        arguments: verb and options.
        document: whether the verb writes a document when one is wanted.
    """

    name: str
    title: str
    arguments: tuple[str, ...]
    document: bool

    @property
    def command(self) -> str:
        """What a person would run."""
        return " ".join(("acree", *self.arguments))


def looks(options: argparse.Namespace, stack: str) -> list[Look]:
    """What is looked at, for the options of `acree drift`."""
    whose = ("--stack", stack, "--dir", str(options.dir))
    form = ("--format", options.format)
    host = ("--from", options.look_up_from) if options.look_up_from else ()
    lock = ("resolve", *whose, "--check", "-q", *host)
    tables = ("diff", *whose, "--against", "live", "--brief", "--expect-no-changes", *form)
    found = [
        Look("tables", "Routes in the account differ from the plan", tables, document=True),
        Look("lock", "Look-ups answer otherwise than the lock file says", lock, document=False),
    ]
    if options.here or options.origins:
        origins = [part for origin in options.origins for part in ("--from", origin)]
        pull = ("doctor", *whose, "-q", *form, *origins)
        found.append(Look("pull", "A pull fails", pull, document=True))
    return found


def look_at(wanted: Sequence[Look]) -> list[Ended]:
    """Run all looks at the same time."""
    with ThreadPoolExecutor(len(wanted)) as pool:
        return list(pool.map(lambda look: run_verb(look.name, look.arguments), wanted))
