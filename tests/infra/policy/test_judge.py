"""What rules say of programs: of one route, of all resources, and with the facts of a stack."""

from __future__ import annotations

from pathlib import Path

import pytest

from acree_infra.errors import StackFileError
from acree_infra.policy.judge import Violation, judge_program, judge_route, judge_stack
from acree_infra.policy.plain import ALONE, PLAIN, TOGETHER
from acree_infra.policy.resource import VPC, Resource
from acree_infra.rules.all_rules import RULES
from tests.infra.policy.resources import attached_vpc, vpc_route


def ids(found: list[Violation]) -> list[str]:
    return sorted({one.text.partition(" ")[0] for one in found})


@pytest.mark.parametrize(
    ("prefix", "kind", "rules"),
    [
        ("100.118.28.0/24", "Attachment", []),
        ("100.103.9.188/32", "VpcPeer", []),
        ("100.64.0.0/12", "Attachment", ["G11"]),
        ("100.64.0.0/10", "Attachment", ["G10", "G11"]),
        ("100.100.2.136/32", "Attachment", ["G10"]),
        ("100.118.28.0/24", "VpnGateway", ["G13"]),
        ("100.118.28.0/24", "Ecr", ["G13"]),
        ("0.0.0.0/0", "NatGateway", []),
        ("0.0.0.0/0", "VpnGateway", []),
        ("100.0.0.0/8", "Attachment", []),
        ("192.168.0.0/16", "VpnGateway", []),
    ],
)
def test_one_route(prefix: str, kind: str, rules: list[str]) -> None:
    found = list(judge_route(vpc_route("one", prefix, kind=kind)))
    assert ids(found) == rules
    assert {(one.urn, one.stops) for one in found} <= {("urn:one", True)}


def test_a_finding_has_the_text_of_the_rule_and_the_resource_as_its_place() -> None:
    (found,) = judge_route(vpc_route("one", "100.64.0.0/12"))
    first, second = found.text.splitlines()
    assert first.startswith("G11 wide-prefix (refuse), resource one: 100.64.0.0/12, a route of vpc table vtb-uf6main")
    assert second == "    to lift: route the exact prefixes, /16 or longer"


def test_other_resources_are_not_judged_alone() -> None:
    assert list(judge_route(attached_vpc("one", "100.64.0.0/16")[0])) == []


def test_vpcs_of_one_network_may_not_overlap() -> None:
    (found,) = judge_program([*attached_vpc("one", "10.0.0.0/16"), *attached_vpc("two", "10.0.8.0/24")])
    assert found.text.startswith("G16 vpc-overlap (refuse), resource two: VPC CIDR 10.0.8.0/24 of client two")
    assert "10.0.0.0/16 of client one (one, resource one)" in found.text


def test_vpcs_that_nothing_joins_may() -> None:
    """Many programs make the same VPC in many regions; without an attachment no route meets another."""
    apart = [Resource(f"urn:{name}", VPC, name, "cn-beijing", {"cidrBlock": "10.0.0.0/16"}) for name in ("a", "b")]
    assert list(judge_program(apart)) == []
    assert list(judge_program([*apart[:1], *attached_vpc("c", "10.0.0.0/16")])) == []


def test_a_vpc_in_the_way_of_a_service_route() -> None:
    found = list(judge_program([vpc_route("r", "100.118.28.0/24"), *attached_vpc("one", "100.118.0.0/16")]))
    assert ids(found) == ["G12", "G9"]
    assert found[0].text.startswith("G9 service-overlap (refuse), resource one: VPC CIDR 100.118.0.0/16 of client one")
    assert "100.118.28.0/24 of the oss leg" in found[0].text


def test_a_single_address_is_taken_as_one_of_the_auth_service() -> None:
    found = list(judge_program([vpc_route("r", "100.103.9.188/32"), *attached_vpc("one", "100.103.0.0/16")]))
    assert "100.103.9.188/32 of the auth leg" in found[0].text


def test_two_routes_of_one_table_to_one_destination() -> None:
    found = list(judge_program([vpc_route("a", "10.1.0.0/16"), vpc_route("b", "10.1.0.0/16", "tr-attach-2")]))
    assert ids(found) == ["G17"]
    assert "twice: to attachment tr-attach-1 (resource a) and to attachment tr-attach-2 (resource b)" in found[0].text


@pytest.mark.parametrize(("count", "rules"), [(200, []), (201, ["G32"])])
def test_more_routes_than_a_table_takes(count: int, rules: list[str]) -> None:
    many = [vpc_route(f"r{number}", f"10.{number}.0.0/16") for number in range(count)]
    assert ids(list(judge_program(many))) == rules


def test_a_warning_does_not_stop() -> None:
    (found,) = judge_program([vpc_route("r", "100.118.28.0/24")])
    assert (found.text.partition(",")[0], found.stops, found.urn) == (
        "G12 service-routes-in-vpc (warn)",
        False,
        "",
    )


def test_a_program_without_networks() -> None:
    assert list(judge_program([])) == []


def test_every_rule_of_the_lists_exists_once() -> None:
    assert sorted(set(PLAIN)) == sorted(ALONE + TOGETHER)
    assert {RULES.get(rule).id for rule in PLAIN} == set(PLAIN)


def test_a_missing_stack_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(StackFileError, match="found no file"):
        list(judge_stack([], tmp_path / "Pulumi.dev.yaml"))


STACKS = Path(__file__).resolve().parents[3] / "stacks"


def test_a_program_that_makes_nothing_lacks_every_way() -> None:
    found = list(judge_stack([], STACKS / "Pulumi.dev.yaml"))
    assert {"G25", "G27"} <= set(ids(found))
    assert any(f"{STACKS}/Pulumi.dev.yaml:" in one.text for one in found)


def test_the_order_in_which_the_engine_tells_resources_does_not_matter() -> None:
    program = [*attached_vpc("one", "10.9.0.0/16"), *attached_vpc("two", "10.9.0.0/16")]
    found = list(judge_program(program))
    assert found[0].text.startswith("G16 vpc-overlap (refuse), resource two: ")
    assert list(judge_program(program[::-1])) == found
