"""Data centers of a plan for a person."""

from __future__ import annotations

import pytest

from acree_infra.reports.sites_text import part_rows, record_rows, used_when
from tests.infra.reports.cases import CASES, Case, dev, lines_and_tunnel, with_site
from tests.infra.rules import ways

SITES = [name for name in CASES if name.startswith("site-")]


@pytest.mark.parametrize("name", SITES)
def test_each_kind_shows_the_device_its_ways_and_what_is_open(name: str) -> None:
    text = CASES[name]().text()
    assert "device of site tokyo, on-premises, table main" in text
    assert "Ways of sites, the preferred ones first" in text
    assert "What official pages leave open" in text


@pytest.mark.parametrize("name", SITES)
def test_each_doubt_is_said_once(name: str) -> None:
    case = CASES[name]()
    text = " ".join(case.text().split())
    for note in {note for way in case.plan.premises.ways for note in way.notes}:
        assert text.count(" ".join(note.split())) == 1


def test_a_doubt_of_two_ways_names_both() -> None:
    case = with_site(ways.EXPRESS_CONNECT, {**ways.EXPRESS_CONNECT, "name": "second", "rank": 1})
    assert "(tokyo-express-connect, tokyo-second)" in " ".join(case.text().split())


def test_stacks_without_sites_show_nothing_of_them() -> None:
    text = dev().text()
    assert "Ways of sites" not in text
    assert "rendered" not in text


def test_rendered_rows_are_marked() -> None:
    text = CASES["site-vpn-gateway"]().text()
    assert "> rendered for the device" in text
    assert "6 rendered" in text
    assert "\n  > 100.103.9.188/32" in text


def test_what_takes_over_is_listed() -> None:
    text = lines_and_tunnel().text()
    assert "Rows that take over when a way is down" in text
    assert "rank 1, tokyo-transit-vpn" in text


def test_when_each_way_is_used_is_said_of_sites_with_several() -> None:
    rank = {"rank": 1}
    several = ({**ways.TRANSIT_VPN, **rank}, {**ways.EXPRESS_CONNECT, **rank}, {**ways.TRANSIT_VPN, "name": "last"})
    last = {**several[2], "rank": 2}
    premises = with_site(ways.EXPRESS_ROUTER, several[0], several[1], last).plan.premises
    assert {way.name: used_when(premises, way) for way in premises.ways} == {
        "tokyo-express-connect-router": "used first",
        "tokyo-transit-vpn": "when tokyo-express-connect-router is down beside tokyo-express-connect",
        "tokyo-express-connect": "when tokyo-express-connect-router is down beside tokyo-transit-vpn",
        "tokyo-last": "when tokyo-express-connect, tokyo-express-connect-router, tokyo-transit-vpn are down",
    }
    alone = with_site(ways.EXPRESS_CONNECT).plan.premises
    assert [used_when(alone, way) for way in alone.ways] == [""]


def test_no_cen_is_needed_for_a_gateway_or_a_peering() -> None:
    assert "no CEN needed" in CASES["site-vpn-gateway"]().text()
    assert "no CEN needed" in CASES["vpc-peering"]().text()
    assert "CEN to be created" in CASES["site-transit-vpn"]().text()


def parts(case: Case) -> dict[str, list[str]]:
    return {row[1]: row for row in part_rows(case.plan.premises)}


def test_parts_tell_their_ends() -> None:
    made = parts(with_site(ways.VPN_GATEWAY))
    assert made["cgw-tokyo-vpn-gateway-1"] == [
        "+",
        "cgw-tokyo-vpn-gateway-1",
        "customer gateway 203.0.113.10",
        "cn-hangzhou",
    ]
    assert "203.0.113.10 ↔ not known yet" in made["ipsec-tokyo-vpn-gateway"][2]
    line = parts(with_site(ways.EXPRESS_CONNECT))
    assert line["vbr-tokyo-express-connect"][2] == "VBR, VLAN 0, 10.255.0.1 ↔ 10.255.0.2, static routes"
    assert line["att-tokyo-express-connect"][2] == "vbr-tokyo-express-connect → acree-dev-cn-hangzhou"
    router = parts(with_site({**ways.EXPRESS_ROUTER, "to": "vpc"}))["ecr-tokyo-express-connect-router"]
    assert router[2] == "Express Connect Router, vbr-tokyo-express-connect-router → vpc-bp1demo"
    peered = parts(CASES["vpc-peering"]())["peering-shanghai"]
    assert peered[2:] == ["vpc-uf6demo ↔ vpc-bp1demo, 100 Mbit/s", "cn-shanghai ↔ cn-hangzhou"]


def test_names_that_move_are_marked() -> None:
    rows = record_rows(with_site(ways.VPN_GATEWAY).plan.premises)
    assert {row[0] for row in rows} == {"tokyo"}
    assert [row[3] for row in rows if "oss" in row[1]] == ["moves: prefer forwarding (G42)"]


class TestParts:
    def case(self) -> Case:
        return with_site(ways.VPN_GATEWAY, {**ways.TRANSIT_VPN, "region": "cn-shanghai", "rank": 1}, clients=True)

    def test_one_site(self) -> None:
        text = self.case().text(client="tokyo")
        assert "only       client tokyo" in text
        assert "device of site tokyo" in text
        assert "att-shanghai" not in text

    def test_one_client_shows_no_site(self) -> None:
        text = self.case().text(client="shanghai")
        assert "VPC shanghai" in text
        assert "device of site tokyo" not in text
        assert "selectors of" not in text
        assert "Ways of sites" not in text

    def test_one_region(self) -> None:
        text = self.case().text(region="cn-shanghai")
        assert "ipsec-tokyo-transit-vpn" in text
        assert "vpn-tokyo-vpn-gateway  " not in text
