"""The longest chain of the provider's own waits, and the literal program that a preview is compared with."""

from __future__ import annotations

import ast
from typing import Any

from bench.engine import WAITS, longest_chain
from bench.literal import literal_program

CEN, ROUTER, ENTRY = (
    "alicloud:cen/instance:Instance",
    "alicloud:cen/transitRouter:TransitRouter",
    "alicloud:cen/transitRouterRouteEntry:TransitRouterRouteEntry",
)


def _resource(name: str, kind: str, *needed: str, **inputs: Any) -> dict[str, Any]:  # noqa: ANN401  # any input
    provider = "urn:pulumi:dev::acree::pulumi:providers:alicloud::cn-shanghai::1234"
    dependencies = [f"urn:{each}" for each in needed]
    return {
        "urn": f"urn:{name}",
        "type": kind,
        "custom": True,
        "provider": provider,
        "dependencies": dependencies,
        "inputs": inputs,
    }


class TestChain:
    """Seconds of waits along what each resource depends on."""

    def test_waits_add_up_along_a_chain(self) -> None:
        resources = [_resource("cen", CEN), _resource("tr", ROUTER, "cen"), _resource("route", ENTRY, "tr")]
        assert longest_chain(resources) == sum(WAITS[kind.removeprefix("alicloud:")] for kind in (CEN, ROUTER, ENTRY))

    def test_beside_each_other_only_the_longest_counts(self) -> None:
        resources = [_resource("cen", CEN), _resource("a", ROUTER, "cen"), _resource("b", ROUTER, "cen")]
        assert longest_chain(resources) == 10

    def test_what_the_provider_does_not_wait_for_takes_no_time(self) -> None:
        assert longest_chain([_resource("zone", "alicloud:pvtz/zone:Zone")]) == 0

    def test_a_dependency_that_is_not_in_the_state_counts_nothing(self) -> None:
        assert longest_chain([_resource("tr", ROUTER, "elsewhere")]) == 5


class TestLiteral:
    """A program that names each resource."""

    def test_it_is_a_program_with_a_call_for_each_resource(self) -> None:
        resources = [_resource("cen", CEN, cenInstanceName="a"), _resource("tr", ROUTER, "cen", cenId="cen-1")]
        calls = [
            node.value.func.attr
            for node in ast.parse(literal_program(resources)).body
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
        ]
        assert calls == ["Instance", "TransitRouter"]

    def test_inputs_are_spelled_as_the_sdk_does(self) -> None:
        text = literal_program([_resource("cen", CEN, cenInstanceName="a", __defaults=[])])
        assert "cen_instance_name='a'" in text
        assert "__defaults" not in text

    def test_order_and_region_are_kept(self) -> None:
        text = literal_program([_resource("cen", CEN), _resource("tr", ROUTER, "cen")])
        assert "r1 = alicloud.cen.TransitRouter('urn:tr', opts=" in text
        assert "provider=providers['cn-shanghai'], depends_on=[r0]" in text

    def test_components_and_providers_are_left_out(self) -> None:
        component = _resource("mesh", "acree:network:Mesh") | {"custom": False}
        assert "r0" not in literal_program([component])
