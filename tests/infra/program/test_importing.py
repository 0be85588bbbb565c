from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

from acree_infra.errors import ConfigError
from acree_infra.program.import_ids import ImportIds
from acree_infra.program.importing import Imported, importable, with_frame, write_import_file

URN = "urn:pulumi:dev::acree::"
STACK = f"{URN}pulumi:pulumi:Stack::acree-dev"
PROVIDER = f"{URN}pulumi:providers:alicloud::cn-hangzhou"
MESH = f"{URN}acree:index:Mesh::mesh"
REGION = f"{URN}acree:index:Mesh$acree:index:Region::cn-hangzhou"
ROUTER = f"{URN}acree:index:Mesh$acree:index:Region$alicloud:cen/transitRouter:TransitRouter::cn-hangzhou"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def step(urn: str, *, custom: bool, parent: str = "", **more: object) -> dict[str, Any]:
    kind = urn.split("::")[2].rpartition("$")[2]
    state = {"urn": urn, "type": kind, "custom": custom, **({"parent": parent} if parent else {}), **more}
    return {"op": "create", "newState": state}


STEPS = [
    step(ROUTER, custom=True, parent=REGION, inputs={"cenId": "cen-1"}),
    step(REGION, custom=False, parent=MESH),
    step(MESH, custom=False, parent=STACK),
    step(PROVIDER, custom=True, parent=STACK, id=UNKNOWN, inputs={"region": "cn-hangzhou"}),
    step(STACK, custom=False),
]


def rows(exported: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(exported)["deployment"]["resources"]
    return found


class TestFrame:
    def test_a_new_stack_gets_everything_but_cloud_resources(self) -> None:
        found = rows(with_frame('{"version": 3, "deployment": {}}', STEPS))
        assert {row["urn"] for row in found} == {STACK, PROVIDER, MESH, REGION}

    def test_each_comes_after_what_it_hangs_on(self) -> None:
        order = [row["urn"] for row in rows(with_frame('{"deployment": {}}', STEPS))]
        assert order == [STACK, PROVIDER, MESH, REGION]

    def test_a_provider_gets_an_id_and_its_inputs(self) -> None:
        provider = rows(with_frame('{"deployment": {}}', STEPS))[1]
        assert provider["inputs"] == provider["outputs"] == {"region": "cn-hangzhou"}
        assert provider["id"] not in {"", UNKNOWN}
        assert provider["parent"] == STACK

    def test_what_is_known_stays_as_it_is(self) -> None:
        known = {"urn": STACK, "type": "pulumi:pulumi:Stack", "outputs": {"a": 1}}
        exported = json.dumps({"version": 3, "deployment": {"manifest": {"time": "t"}, "resources": [known]}})
        document = json.loads(with_frame(exported, STEPS))
        assert document["version"] == 3
        assert document["deployment"]["manifest"] == {"time": "t"}
        assert document["deployment"]["resources"][0] == known
        assert len(document["deployment"]["resources"]) == 4

    def test_a_second_time_changes_nothing(self) -> None:
        once = with_frame('{"deployment": {}}', STEPS)
        assert with_frame(once, STEPS) == once


class Ids:
    """Finds everything but routers, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    def of(self, kind: str, region: str, inputs: dict[str, Any]) -> str:
        self.asked.append((kind, region, inputs))
        return "" if kind == "cen:TransitRouter" else f"id of {kind}"


class TestImportable:
    ROUTE = f"{URN}acree:index:Mesh$alicloud:vpc/routeEntry:RouteEntry::return-1"

    def test_kinds_have_their_package_since_some_share_a_name(self) -> None:
        ids = Ids()
        of_router = step(
            ROUTER, custom=True, parent=REGION, provider=f"{PROVIDER}::{UNKNOWN}", inputs={"cenId": "cen-1"}
        )
        of_route = step(self.ROUTE, custom=True, parent=MESH, provider=f"{PROVIDER}::{UNKNOWN}")
        found = list(importable([*STEPS[1:], of_router, of_route], cast("ImportIds", ids)))
        assert ids.asked == [
            ("cen:TransitRouter", "cn-hangzhou", {"cenId": "cen-1"}),
            ("vpc:RouteEntry", "cn-hangzhou", {}),
        ]
        token = "alicloud:vpc/routeEntry:RouteEntry"
        assert found == [Imported(token, "return-1", "id of vpc:RouteEntry", MESH, PROVIDER)]


class TestFile:
    ROWS = (
        Imported("alicloud:a:A", "one", "id-1", MESH, PROVIDER),
        Imported("alicloud:a:A", "two", "id-2:x", REGION, PROVIDER),
    )

    def test_names_stand_for_urns(self, tmp_path: Path) -> None:
        write_import_file(tmp_path / "import.json", self.ROWS)
        document = json.loads((tmp_path / "import.json").read_text(encoding="utf-8"))
        table = document["nameTable"]
        assert set(table.values()) == {MESH, REGION, PROVIDER}
        assert [row["id"] for row in document["resources"]] == ["id-1", "id-2:x"]
        assert [table[row["parent"]] for row in document["resources"]] == [MESH, REGION]
        assert {table[row["provider"]] for row in document["resources"]} == {PROVIDER}

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="cannot be written"):
            write_import_file(tmp_path / "none" / "import.json", self.ROWS)
