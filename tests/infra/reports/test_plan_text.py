from __future__ import annotations

import re

import pytest

from acree_infra.reports.style import Style
from tests.infra.reports.cases import CASES, Case, case_of, dev, foreign, hosts, refused, three_regions, unlinked
from tests.infra.routing.variations import add_client, add_router, example


def titles(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and line[0] not in " +~·" and not line[0].isdigit()]


def tables(text: str) -> list[str]:
    return [line.split(",")[0] for line in titles(text) if ", table " in line]


def test_tables_come_in_the_order_of_the_packet() -> None:
    assert tables(dev().text()) == [
        "VPC shanghai (vpc-uf6demo)",
        "transit router acree-dev-cn-shanghai",
        "transit router acree-dev-cn-hangzhou",
        "VPC service (vpc-bp1demo)",
    ]


def test_each_region_is_told_before_the_next_and_the_service_side_last() -> None:
    assert tables(three_regions().text()) == [
        "VPC beijing (vpc-beijing)",
        "transit router tr-beijing",
        "VPC shanghai (vpc-uf6demo)",
        "transit router acree-dev-cn-shanghai",
        "VPC shenzhen (vpc-shenzhen)",
        "transit router acree-dev-cn-shenzhen",
        "transit router acree-dev-cn-hangzhou",
        "VPC service (vpc-bp1demo)",
    ]


@pytest.mark.parametrize("name", CASES)
def test_every_route_has_a_line_and_none_is_cut_in_a_file(name: str) -> None:
    case = CASES[name]()
    text = case.text()
    assert len(re.findall(r"^  [+~·>] \d", text, re.MULTILINE)) == len(case.plan.routes)
    assert all(route.reason in text for route in case.plan.routes)
    assert "…" not in text


def test_the_head_counts_what_is_created_learned_and_built_in() -> None:
    assert "  routes     12 created, 9 learned, 6 built-in\n" in dev().text()
    assert dev().text().startswith(f"Plan of stack dev  {dev().plan.digest}\n")


def test_lines_of_a_terminal_are_cut_to_its_width() -> None:
    lines = dev().text(style=Style(width=110)).splitlines()
    rows = [line for line in lines if re.match(r"  [+~·] ", line)]
    assert max(len(line) for line in rows) == 110
    assert any(line.endswith("…") for line in rows)


def test_colour_changes_nothing_but_colour() -> None:
    coloured = refused().text(style=Style(colour=True))
    assert "\x1b[31;1mrefuse\x1b[0m" in coloured
    assert "\x1b[2m  · " in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == refused().text()


def test_a_client_narrows_the_tables_and_what_carries_them() -> None:
    text = three_regions().text(client="shenzhen")
    assert tables(text) == [
        "VPC shenzhen (vpc-shenzhen)",
        "transit router acree-dev-cn-shenzhen",
        "transit router acree-dev-cn-hangzhou",
        "VPC service (vpc-bp1demo)",
    ]
    assert "  only       client shenzhen: " in text
    assert "att-beijing" not in text
    assert "of 63 routes\n" in text


def test_a_region_narrows_to_what_stands_there() -> None:
    text = three_regions().text(region="cn-beijing")
    assert tables(text) == ["VPC beijing (vpc-beijing)", "transit router tr-beijing"]
    assert "  only       region cn-beijing: 16 of 63 routes\n" in text


def test_a_hosts_stack_shows_lines_to_copy() -> None:
    text = hosts().text()
    assert "Lines for the hosts file of every node in vpc-uf6demo\n" in text
    assert "\n10.0.0.20 acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com\n" in text
    assert "DNS records" not in text


def test_hosts_lines_are_never_cut() -> None:
    text = hosts().text(style=Style(width=40, colour=True))
    assert "\n10.0.0.20 acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com\n" in text


def test_a_zone_says_who_sees_it() -> None:
    assert re.search(
        r"DNS records\n  \+ acr-demo\S+  10\.0\.0\.20  in a zone of its own, seen by vpc-uf6demo\n", dev().text()
    )


def with_clients(number: int, mode: str) -> Case:
    stack, lock = example()
    stack["dns"] = {"mode": mode}
    for third in range(1, number):
        add_client(stack, lock, f"client{third:02}", "cn-shanghai", f"172.17.{third}.0/24", **{"pod-cidrs": []})
    return case_of(stack, lock)


@pytest.mark.parametrize("mode", ["hosts", "private-zone"])
@pytest.mark.parametrize(("number", "end"), [(8, "7, vpc-uf6demo"), (9, "8 and 1 more"), (20, "8 and 12 more")])
def test_of_many_vpcs_the_first_are_named(mode: str, number: int, end: str) -> None:
    case = with_clients(number, mode)
    lines = case.text().splitlines()
    (line,) = [line for line in lines if "seen by vpc-" in line or "of every node in vpc-" in line]
    assert line.partition("vpc-client01, ")[2].startswith("vpc-client02, vpc-client03, ")
    assert line.endswith(f", vpc-client0{end}")
    assert "vpc-client" not in case.text(client="shanghai")


def test_a_wider_zone_is_named() -> None:
    stack, lock = example()
    stack["dns"] = {"zone": "cn-hangzhou.cr.aliyuncs.com"}
    assert "in zone cn-hangzhou.cr.aliyuncs.com, seen by vpc-uf6demo" in case_of(stack, lock).text()


def test_a_plan_that_waits_says_what_to_do() -> None:
    text = unlinked().text()
    assert "  waiting    the service VPC is not linked to the registry yet: run `pulumi up`" in text
    assert "Links to the registry\n  + vpc-bp1demo  vsw-bp1j  cri-demo1234\n" in text
    assert "0 created, 0 learned, 0 built-in" in text


def test_routes_of_others_are_shown() -> None:
    assert "Routes of others in these tables\n  100.118.28.0/25  → foreign NatGateway ngw-1" in foreign().text()


def test_what_exists_is_marked_with_its_id() -> None:
    stack, lock = example()
    stack["network"]["cen"] = "cen-1"
    add_router(
        lock,
        "tr-hz",
        "cn-hangzhou",
        attachments=[
            {
                "id": "tr-attach-1",
                "kind": "vpc",
                "resource": "vpc-bp1demo",
                "vswitches": ["vsw-bp1j", "vsw-bp1k"],
                "association": "vtb-hz",
                "propagations": ["vtb-hz"],
                "auto-advertise": False,
            }
        ],
    )
    text = case_of(stack, lock).text()
    assert "instance   in cn-hangzhou, CEN cen-1\n" in text
    assert "  = tr-attach-1  att-service " in text
    assert re.search(r"\n  = +att-service +associated with  table vtb-hz of tr-hz\n", text)


def test_no_bandwidth_is_said() -> None:
    stack, lock = example()
    del stack["network"]["bandwidth"]
    stack["options"] = {"auto-advertise": False}
    assert "no bandwidth, auto-advertise off" in case_of(stack, lock).text()
