"""`make demo SITE=<kind>`: a connection from its stack file to what can be shown of it without an account."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.demos import asked, device, peering
from scripts.demos.steps import FOLDER, NotAsPromised, place_of
from scripts.showing import show, title
from scripts.sites import DEVICES
from scripts.workplace import ROOT, CommandFailed, Workplace

Tell = Callable[[Workplace, str], list[str]]
HOW_TOS = ROOT / "docs" / "how-to"
FORWARDED: Mapping[str, Tell] = {**dict.fromkeys(DEVICES, device.tell), "vpc-peering": peering.tell}
"""Kinds of which packets are tried."""
KINDS: Mapping[str, Tell] = {**FORWARDED, "smart-access-gateway": asked.tell}
"""What is told of each kind: the name of its example stack."""


def main(kind: str, folder: Path = FOLDER) -> int:
    """Tell one kind.

    Args:
        kind: one of `KINDS`.
        folder: where everything is kept.

    Returns:
        The exit code: 0 when each step did what it should, 1 when one did not, 2 when there is no such kind.
    """
    if kind not in KINDS:
        print(f"wanted SITE to be one of {', '.join(KINDS)}; found {kind or 'nothing'}", file=sys.stderr)
        return 2
    try:
        with place_of(kind, network=kind in FORWARDED, folder=folder) as place:
            told = KINDS[kind](place, kind)
    except (CommandFailed, NotAsPromised) as failed:
        print(f"\nthe demo stopped: {failed}", file=sys.stderr)
        return 1
    title("In short")
    show("\n".join(told))
    print(f"\nThe sandbox is down; what it did lies in {folder.name}/{kind}. Next: docs/how-to/{page(kind)}.")
    return 0


def page(kind: str) -> str:
    """The how-to page of a kind: its own, or that of the kind which it is a variation of."""
    words = kind.split("-")
    for number in range(len(words), 0, -1):
        name = f"{'-'.join(words[:number])}.md"
        if (HOW_TOS / name).exists():
            return name
    return "data-center-devices.md"


if __name__ == "__main__":
    sys.exit(main(os.environ.get("SITE", "")))
