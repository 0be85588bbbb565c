"""Rails that somebody lifts on the command line, each with a reason."""

from __future__ import annotations

import argparse

from acree_infra.errors import ConfigError, UnknownName


def add_accept(parser: argparse.ArgumentParser) -> None:
    """Declare the option."""
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="RAIL=REASON",
        help="lift a rail, with a reason that the report shows; may be repeated. Rails: too-much-change, hop-change, "
        "protected-prefix, foreign-route, quota, way-back, lost-leg",
    )


def accepted_rails(given: list[str]) -> dict[str, str]:
    """The reason by rail that somebody lifts.

    Raises:
        ConfigError: a reason is missing.
        UnknownName: there is no such rail.
    """
    from acree_infra.routing.rails import RAILS  # 0.2 s that `--help` does without
    from acree_infra.topology.found import suggestion  # as above

    accepted = {}
    for text in given:
        rail, _, reason = text.partition("=")
        if rail not in RAILS:
            raise UnknownName(f"--accept: there is no rail {rail!r}", remedy=suggestion(rail, list(RAILS)))
        if not reason.strip():
            raise ConfigError(f"--accept: expected a reason, found {text!r}", remedy=f"--accept '{rail}=REASON'")
        accepted[rail] = reason.strip()
    return accepted
