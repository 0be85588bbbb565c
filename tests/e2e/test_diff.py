"""`acree diff` beside what is really there: the engine's own checkpoint, and the account's own tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.sdk.settings import Settings
from scripts.workplace import Workplace
from tests.e2e.telling import Telling, replaced, story
from tests.infra.cli.repository import commit

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

Document = dict[str, Any]
DEPLOYED, LIVE, REVISION = "deployed", "live", "HEAD"
PREFIX = "100.118.31.0/24"
OMITTED = f"""  acree:routes:
    - {{region: cn-shanghai, destination: {PREFIX}, omit: true, reason: layers come from elsewhere}}
"""
BY_HAND = "100.103.9.188/32"


@dataclass
class Told:
    """What was compared with what: the exit code and the document, by when and with what."""

    codes: dict[tuple[str, str], int] = field(default_factory=dict)
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)
    never: str = ""

    def changed(self, when: str, against: str) -> set[tuple[str, str, str]]:
        """Change, table and prefix of every row that does not stay."""
        return {
            (row["change"], table["table"]["id"], row["destination"])
            for table in self.documents[when, against]["tables"]
            for row in table["routes"]
            if row["change"] != "kept"
        }


@story("dev")
def compared(place: Workplace) -> Told:
    told = Told()
    place.select("dev")
    told.never = place.acree("diff", "-s", "dev", "--against", DEPLOYED, expect=2).output
    place.pulumi("up", "--yes", "--skip-preview")
    path = place.project / "stacks" / "Pulumi.dev.yaml"
    first = path.read_text(encoding="utf-8")  # with the line that the engine has added
    commit(place.project)
    for against in (REVISION, DEPLOYED, LIVE):
        _compare(place, told, "made", against)
    path.write_text(replaced(first, "config:\n", "config:\n" + OMITTED), encoding="utf-8")
    for against in (REVISION, DEPLOYED, LIVE):
        _compare(place, told, "edited", against)
    path.write_text(first, encoding="utf-8")
    _delete(place.variables, told.documents["made", LIVE])
    for against in (DEPLOYED, LIVE):
        _compare(place, told, "deleted", against)
    return told


def _compare(place: Workplace, told: Told, when: str, against: str) -> None:
    accept = ("--accept", "lost-leg=it is meant")
    file = place.folder / f"{when}-{against}.json"
    how = ("--expect-no-changes", "-f", "json", "-o", str(file), *accept)
    done = place.acree("diff", "-s", "dev", "--against", against, *how, expect=None)
    assert file.exists(), done.output
    told.codes[when, against] = done.code
    told.documents[when, against] = json.loads(file.read_text(encoding="utf-8"))


def _delete(environ: Mapping[str, str], document: Document) -> None:
    """Delete a route of the client's table as a person does, not through the engine."""
    table = next(t["table"] for t in document["tables"] if t["table"]["owner"] == "vpc-uf6demo")
    service = Service("VPC", "alibabacloud_vpc20160428", Settings.from_environment(environ))
    where = {"RegionId": table["region"], "RouteTableId": table["id"], "DestinationCidrBlock": BY_HAND}
    (entry,) = service.by_token("DescribeRouteEntryList", table["region"], where, "RouteEntrys", "RouteEntry")
    (hop,) = entry.parts("NextHops", "NextHop")
    where |= {"NextHopId": hop.text("NextHopId"), "RouteEntryId": entry.text("RouteEntryId")}
    service.call("DeleteRouteEntry", table["region"], where)


def test_before_the_first_update_there_is_nothing_to_compare_with(telling: Telling) -> None:
    assert "stack dev has no checkpoint to compare with: it was never updated" in telling.of(compared).never


@pytest.mark.parametrize("against", [REVISION, DEPLOYED, LIVE])
def test_what_was_made_is_what_was_planned(telling: Telling, against: str) -> None:
    told = telling.of(compared)
    document = told.documents["made", against]
    assert (told.codes["made", against], document["empty"], document["reachability"]) == (0, True, [])
    assert document["before"] == document["after"]


def test_every_row_of_the_account_is_in_use(telling: Telling) -> None:
    document = telling.of(compared).documents["made", LIVE]
    states = {row["status"] for table in document["tables"] for row in table["routes"]}
    assert states == {"Active", "Available"}


@pytest.mark.parametrize("against", [DEPLOYED, LIVE])
def test_a_change_of_the_stack_file_is_the_same_beside_all_of_them(telling: Telling, against: str) -> None:
    told = telling.of(compared)
    assert told.codes["edited", against] == told.codes["edited", REVISION] == 7
    assert told.changed("edited", REVISION) == {("removed", "vtb-uf6main", PREFIX)}
    assert told.changed("edited", against) == told.changed("edited", REVISION)
    for key in ("summary", "meaning", "refusals", "order", "reachability", "after"):
        assert told.documents["edited", against][key] == told.documents["edited", REVISION][key], key


def test_a_route_that_was_deleted_by_hand_is_missing_in_the_account_alone(telling: Telling) -> None:
    told = telling.of(compared)
    assert told.codes["deleted", DEPLOYED] == 0
    assert told.codes["deleted", LIVE] == 7
    assert told.changed("deleted", LIVE) == {("added", "vtb-uf6main", BY_HAND)}
    assert [x["text"] for x in told.documents["deleted", LIVE]["meaning"]] == [
        f"shanghai gains part of the auth leg: {BY_HAND}"
    ]
