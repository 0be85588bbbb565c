"""The register of kinds of ways. A new kind is one file that registers itself, and one line in `all_kinds`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from acree_infra.routing.mesh import Spoke
from acree_infra.routing.nouns import Route
from acree_infra.routing.rows import Far, Scene
from acree_infra.routing.sites.case import Case
from acree_infra.routing.sites.nouns import Premises


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of way adds to a plan.

    Attributes:
        spokes: what it puts on transit routers.
        fars: for whom transit routers and the service VPC must find the way back.
        premises: its gateways, lines and connections, and the steps between their tables.
        rows: rows of the tables that are its own, and of those that no transit router is part of.
    """

    spokes: Callable[[Case], tuple[Spoke, ...]]
    fars: Callable[[Case], tuple[Far, ...]]
    premises: Callable[[Case, Scene], Premises]
    rows: Callable[[Case, Scene], Iterator[Route]]


KINDS: dict[str, Kind] = {}
"""Kinds by the name that the stack file gives them."""


def nothing(case: Case) -> tuple[()]:  # noqa: ARG001  # the signature of `spokes` and `fars`
    """Of a way that no transit router is part of."""
    return ()
