"""A leased line that somebody joined to a transit router by hand becomes a stack's own: attachment and routes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest

from scripts.workplace import Done, Workplace
from tests.e2e.account import called, ids, kinds
from tests.e2e.by_hand import made_by_hand
from tests.e2e.telling import Telling, replaced, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

STACK = "express-connect"
CEN = """cens:
  - id: cen-hand
    name: backbone
    transit-routers:
      - {id: tr-bp1hand, region: cn-hangzhou}
"""
BGP = """          routes: bgp
          device-asn: 65530
"""


@dataclass
class Told:
    """What was said, what the account was asked, and what it holds."""

    dry: str = ""
    adopted: Done = field(default_factory=lambda: Done(-1, ""))
    calls: Counter[str] = field(default_factory=Counter)
    ids: list[dict[str, set[str]]] = field(default_factory=list)
    after: dict[str, Done] = field(default_factory=dict)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)


@story(STACK, ("regions:\n", f"{CEN}regions:\n"))
def adopted(place: Workplace) -> Told:
    told = Told()
    told.kinds["before"] = kinds(place.resources())
    path = place.project / "stacks" / f"Pulumi.{STACK}.yaml"
    named = replaced(path.read_text(encoding="utf-8"), "cen: create", "cen: cen-hand")
    path.write_text(replaced(named, BGP, "          routes: static\n"), encoding="utf-8")
    made_by_hand(place, STACK)
    told.dry = place.acree("adopt", "-q", "-s", STACK, "--dry-run").output
    told.ids.append(ids(place))
    before = called(place)
    told.adopted = place.acree("adopt", "-q", "-s", STACK, "--yes", expect=None)
    told.calls = called(place) - before
    told.ids.append(ids(place))
    told.after = {
        "resolve": place.acree("resolve", "-q", "--check", "-s", STACK, expect=None),
        "preview": place.acree("preview", "-s", STACK, "--refresh", "--expect-no-changes", expect=None),
        "adopt": place.acree("adopt", "-q", "-s", STACK, "--dry-run", expect=None),
    }
    place.select(STACK)
    place.pulumi("destroy", "--yes", "--skip-preview")
    told.kinds["after"] = kinds(place.resources())
    return told


@pytest.fixture(scope="module")
def told(telling: Telling) -> Told:
    return telling.of(adopted)


def test_the_attachment_of_the_line_is_told_beforehand(told: Told) -> None:
    assert "cn-hangzhou attachment att-hq-express-connect: tr-attach-" in told.dry
    assert "192.168.10.0/24 in vbr-bp1hq: adopted too where the VBR's table has it" in told.dry


def test_nothing_is_made_and_nothing_is_taken_away(told: Told) -> None:
    """Reads, and changes of names, tags and remarks."""
    assert told.adopted.code == 0, told.adopted.output
    writes = {action for action in told.calls if not action.startswith(("Describe", "List", "Get", "Check"))}
    assert writes <= {
        "ModifyRouteEntry",
        "TagResources",
        "UpdateTransitRouterRouteEntry",
        "UpdateTransitRouterVbrAttachmentAttribute",
        "UpdateTransitRouterVpcAttachmentAttribute",
    }
    assert told.calls["UpdateTransitRouterVbrAttachmentAttribute"] > 0


def test_everything_is_the_same_thing_as_before(told: Told) -> None:
    before, after = told.ids
    assert after == before
    assert before["attachment"]
    assert before["route entry"]


@pytest.mark.parametrize("verb", ["resolve", "preview", "adopt"])
def test_then_nothing_is_left_to_do(told: Told, verb: str) -> None:
    done = told.after[verb]
    assert done.code == 0, done.output
    assert "to be adopted" not in done.output


def test_destroy_takes_what_was_adopted_and_nothing_else(told: Told) -> None:
    assert told.kinds["after"] == told.kinds["before"]
