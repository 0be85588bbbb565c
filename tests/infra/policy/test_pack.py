"""The pack through the SDK for policies: what the engine would send, and what it would be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pulumi_policy import (
    PolicyCustomTimeouts,
    PolicyProviderResource,
    PolicyResource,
    PolicyResourceOptions,
    ResourceValidationArgs,
    StackValidationArgs,
)
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, unknown_checking_proxy

from acree_infra.policy import pack
from acree_infra.policy.reading import resource_of, resources_of
from tests.infra.policy.resources import VPC_ROUTE

STACKS = Path(__file__).resolve().parents[3] / "stacks"
OPTIONS = PolicyResourceOptions(
    protect=False,
    ignore_changes=[],
    delete_before_replace=None,
    aliases=[],
    custom_timeouts=PolicyCustomTimeouts(0, 0, 0),
    additional_secret_outputs=[],
)
WIDE = {"routeTableId": "vtb-1", "destinationCidrBlock": "100.64.0.0/12", "nexthopType": "Attachment"}


def provider(region: str) -> PolicyProviderResource:
    return PolicyProviderResource("pulumi:providers:alicloud", unknown_checking_proxy({"region": region}), "urn:p", "p")


def engine_resource(name: str, properties: dict[str, Any], needs: dict[str, list[PolicyResource]]) -> PolicyResource:
    known = unknown_checking_proxy(properties)
    return PolicyResource(VPC_ROUTE, known, f"urn:{name}", name, OPTIONS, provider("cn-shanghai"), None, [], needs)


def told(check: Any, args: object) -> list[tuple[str, str | None]]:  # noqa: ANN401  # two kinds of checks
    said: list[tuple[str, str | None]] = []
    check(args, lambda text, urn=None: said.append((text, urn)))
    return said


def test_values_that_no_preview_knows_are_left_out() -> None:
    other = engine_resource("other", {}, {})
    one = engine_resource(
        "one", {**WIDE, "nexthopId": UNKNOWN_STRING_VALUE, "tags": {"a": "b"}}, {"nexthopId": [other]}
    )
    (read,) = resources_of([one])
    assert (read.urn, read.type, read.name, read.region) == ("urn:one", VPC_ROUTE, "one", "cn-shanghai")
    assert read.properties == WIDE
    assert read.needs == {"nexthopId": ("urn:other",)}


def test_a_resource_without_a_provider_of_its_own() -> None:
    args = ResourceValidationArgs(VPC_ROUTE, unknown_checking_proxy(WIDE), "urn:one", "one", OPTIONS, None)
    assert resource_of(args).region == ""


def test_what_is_no_text_is_left_out() -> None:
    """A secret comes as an object, a count as a number: no rule reads either."""
    args = ResourceValidationArgs(VPC_ROUTE, {"cidrBlock": 7}, "urn:one", "one", OPTIONS, None)
    assert resource_of(args).properties == {}


def test_one_route_is_reported_at_its_resource() -> None:
    args = ResourceValidationArgs(VPC_ROUTE, unknown_checking_proxy(WIDE), "urn:one", "one", OPTIONS, None)
    ((text, urn),) = told(pack.check_route, args)
    assert text.startswith("G11 wide-prefix (refuse), resource one: ")
    assert urn == "urn:one"


def test_refusals_and_advice_are_apart() -> None:
    twice = [engine_resource(name, {**WIDE, "nexthopId": name}, {}) for name in ("a", "b")]
    refused = told(pack.refuse_program, StackValidationArgs(twice))
    advised = told(pack.advise_program, StackValidationArgs(twice))
    assert [text.partition(" ")[0] for text, _ in refused] == ["G17"]
    assert [(text.partition(" ")[0], urn) for text, urn in advised] == [("G12", None)]


def test_with_a_stack_file_every_rule_is_run() -> None:
    args = StackValidationArgs([], {"stack": str(STACKS / "Pulumi.dev.yaml")})
    assert {"G25", "G27"} <= {text.partition(" ")[0] for text, _ in told(pack.refuse_program, args)}


def test_a_stack_file_that_is_not_there_refuses() -> None:
    args = StackValidationArgs([], {"stack": "stacks/Pulumi.nowhere.yaml"})
    ((text, _),) = told(pack.refuse_program, args)
    assert "stacks/Pulumi.nowhere.yaml" in text
    assert told(pack.advise_program, args) == []


def test_the_pack_is_served_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    served: dict[str, Any] = {}
    monkeypatch.setattr(pack, "PolicyPack", lambda name, policies, **more: served.update({name: policies, **more}))
    pack.main()
    assert [policy.name for policy in served["acree"]] == ["acree-route", "acree-stack", "acree-advice"]
    assert all(policy.description for policy in served["acree"])
