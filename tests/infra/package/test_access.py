"""The component in a program of somebody else, on the recording monitor."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.provider.experimental.component import ComponentProvider
from ruamel.yaml import YAML

from acree_infra.discovery.lock_file import load_lock
from acree_infra.package import Access, PrivateRegistryAccess, host
from acree_infra.routing.planner import make_plan
from acree_infra.topology.loader import load_stack
from tests.infra.program.cloud import Account, Recording, run
from tests.infra.program.programs import build

STACKS = Path(__file__).resolve().parents[3] / "stacks"
DEV = str(STACKS / "Pulumi.dev.yaml")


def program(args: Any, *, preview: bool = False, account: Account | None = None) -> Recording:  # noqa: ANN401  # wrong ones too
    def main() -> None:
        access = PrivateRegistryAccess("images", args)
        for key in ("plan_digest", "waiting", "cen", "transit_routers", "prefixes"):
            pulumi.export(key, getattr(access, key))

    return run(main, preview=preview, account=account)


def test_it_asks_for_what_acrees_own_program_asks_for() -> None:
    stack = load_stack(Path(DEV))
    own = build(make_plan(stack, load_lock(stack)))
    made = program({"stack_file": DEV})
    assert set(made.labels) - set(own.labels) == {"PrivateRegistryAccess images"}
    assert set(own.labels) - set(made.labels) == set()
    assert [one.inputs for one in made.cloud] == [one.inputs for one in own.cloud]


def test_all_that_stands_highest_belongs_to_it() -> None:
    made = program({"stack_file": DEV})
    highest = {r.label: r.parent for r in made.resources if r.type.startswith(("acree:", "pulumi:providers"))}
    own = {"Region cn-hangzhou", "Region cn-shanghai"}
    assert highest.pop("PrivateRegistryAccess images").startswith("Stack ")
    assert {parent for label, parent in highest.items() if label not in own} == {"PrivateRegistryAccess images"}
    assert {highest[label] for label in own} == {"Mesh mesh"}


def test_outputs() -> None:
    outputs = program({"stack_file": DEV}).outputs
    assert outputs["plan_digest"].startswith("sha256:")
    assert outputs["waiting"] == ""
    assert outputs["cen"] == "cen-id"
    assert outputs["transit_routers"] == {"cn-hangzhou": "tr-cn-hangzhou", "cn-shanghai": "tr-cn-shanghai"}
    assert outputs["prefixes"]["registry"] == ["10.0.0.0/16"]
    assert len(outputs["prefixes"]["oss"]) == 4


def test_a_preview_asks_for_the_same() -> None:
    assert program({"stack_file": DEV}, preview=True).labels == program({"stack_file": DEV}).labels


def test_rules_refuse_before_any_resource() -> None:
    with pytest.raises(pulumi.RunError, match=r"G1 basic-edition \(refuse\)"):
        program({"stack_file": str(STACKS / "Pulumi.refused-basic.yaml")})


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"stack_file": "nowhere/Pulumi.dev.yaml"}, "expected a stack file, found no file"),
        ({"stack_file": ""}, "expected the path of a stack file as `stack_file`, found str"),
        ({}, "found NoneType"),
        ({"stack_file": 7}, "found int"),
    ],
)
def test_what_is_wrong_with_the_path_is_said(args: dict[str, Any], message: str) -> None:
    with pytest.raises(pulumi.RunError, match=message):
        program(args)


class TestAnExistingCen:
    """Nothing is attached to it before the account says that its routers fit."""

    STACK = str(STACKS / "Pulumi.prod.yaml")

    def routers(self, edition: str) -> dict[str, list[tuple[str, str]]]:
        lock = YAML(typ="safe").load((STACKS / "prod.lock.yaml").read_text(encoding="utf-8"))
        found = lock["networks"]["transit-routers"]
        return {router["region"]: [(router["id"], edition)] for router in found}

    def test_routers_that_fit(self) -> None:
        made = program({"stack_file": self.STACK}, account=Account(routers=self.routers("Enterprise")))
        assert made.outputs["cen"] == load_stack(Path(self.STACK)).topology.network.cen
        assert made.of("TransitRouterVpcAttachment")

    def test_routers_that_do_not(self) -> None:
        with pytest.raises(pulumi.RunError, match="G1 basic-edition"):
            program({"stack_file": self.STACK}, account=Account(routers=self.routers("Basic")))


def test_the_schema_has_what_the_how_to_says() -> None:
    schema = json.loads(ComponentProvider([PrivateRegistryAccess], host.NAME, version="1.2.3").schema or "")
    ((token, resource),) = schema["resources"].items()
    assert token == "acree:index:PrivateRegistryAccess"
    assert resource["inputProperties"]["stackFile"]["type"] == "string"
    assert resource["requiredInputs"] == ["stackFile"]
    assert sorted(resource["properties"]) == ["cen", "planDigest", "prefixes", "transitRouters", "waiting"]


@pytest.fixture
def _policy() -> Iterator[None]:
    yield
    asyncio.set_event_loop_policy(None)  # type: ignore[deprecated]  # as in the host


@pytest.mark.usefixtures("_policy")
class TestHost:
    def test_it_serves_the_component_under_its_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        served: list[Any] = []
        monkeypatch.setattr(
            host, "component_provider_host", lambda *args, **more: served.append((*args, more["version"]))
        )
        host.main()
        ((components, name, version),) = served
        assert (components, name) == ([PrivateRegistryAccess], "acree")
        assert version[0].isdigit()

    def test_as_many_calls_may_block_as_there_are_resources(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each needs all the others to have begun: with fewer threads they would wait for ever."""
        monkeypatch.setattr(host, "component_provider_host", lambda *_, **__: None)
        host.main()
        together = threading.Barrier(100)

        async def wait() -> list[int]:
            loop = asyncio.get_running_loop()
            return await asyncio.gather(*(loop.run_in_executor(None, together.wait) for _ in range(100)))

        assert sorted(asyncio.run(wait())) == list(range(100))


def test_arguments_are_a_typed_mapping() -> None:
    assert Access(stack_file=DEV) == {"stack_file": DEV}
