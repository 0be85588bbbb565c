"""From plans of the worked example with data centers to what their devices must do."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Any

import pytest

from acree_infra.errors import ConfigError, UnknownName
from acree_infra.onprem.of_plan import NotKnownYet, site_names, view_of
from acree_infra.onprem.proposals import Encryption, Group, Integrity, Proposal
from acree_infra.onprem.view import EVERYTHING, BgpRouting, SiteView, StaticRouting
from acree_infra.routing.nouns import LegId, Origin, TableKind
from tests.infra.routing.sites.places import CIDRS, LINE, plan_with, site

Data = dict[str, Any]

TUNNELS = [
    {"device": "203.0.113.10", "cloud": "198.51.100.1", "inside": "169.254.10.0/30"},
    {"device": "203.0.113.11", "cloud": "198.51.100.2", "inside": "169.254.11.0/30"},
]
GATEWAY = {"kind": "vpn-gateway", "tunnels": TUNNELS}
ATTACHED = {"kind": "transit-vpn", "tunnels": TUNNELS}
EXPRESS = {"kind": "express-connect", **LINE}


def viewed(*ways: Data, **more: Any) -> SiteView:  # noqa: ANN401  # any value of a stack file
    return view_of(plan_with(site(*ways, **more)), "tokyo")


class TestTunnels:
    """A connection's second tunnel stands by, and so does each way behind the one before it."""

    def test_both_ends(self) -> None:
        first, second = viewed(GATEWAY).tunnels
        assert (first.name, first.number, first.rank) == ("tokyo-vpn-gateway-1", 1, 0)
        assert (second.name, second.number, second.rank) == ("tokyo-vpn-gateway-2", 2, 1)
        assert (first.cloud_address, first.device_address) == (IPv4Address("198.51.100.1"), IPv4Address("203.0.113.10"))
        assert (first.inside, first.cloud_inside) == (IPv4Interface("169.254.10.2/30"), IPv4Address("169.254.10.1"))
        assert (first.cloud_identity, first.device_identity) == ("198.51.100.1", "203.0.113.10")
        assert first.secret.name == "tokyo-vpn-gateway-1"

    def test_proposals(self) -> None:
        weak = {"encryption": "aes", "integrity": "sha1", "group": "disabled", "lifetime": 3600}
        tunnel = viewed({**GATEWAY, "ipsec": weak}).tunnels[0]
        assert tunnel.ike == Proposal(Encryption.AES_256, Integrity.SHA256, Group.MODP_2048, 86400)
        assert tunnel.ipsec == Proposal(Encryption.AES_128, Integrity.SHA1, None, 3600)

    def test_selectors_are_turned_around(self) -> None:
        assert viewed(GATEWAY).tunnels[0].selectors.everything
        exact = viewed({**GATEWAY, "selectors": "exact"}, cidrs=["192.168.0.0/16"]).tunnels[0].selectors
        assert exact.local == (IPv4Network("192.168.0.0/16"),)
        assert IPv4Network("10.0.0.0/16") in exact.remote
        assert EVERYTHING not in exact.remote

    def test_what_does_not_stand_yet_is_said(self) -> None:
        unknown = {"kind": "vpn-gateway", "tunnels": [{"device": "203.0.113.10"}, {"device": "203.0.113.11"}]}
        with pytest.raises(
            NotKnownYet, match=r"tunnel 1 of ipsec-tokyo-vpn-gateway: .* not known yet; .*acree resolve"
        ):
            viewed(unknown)


class TestLines:
    """A leased line, alone or with a tunnel behind it."""

    def test_both_ends(self) -> None:
        (line,) = viewed({**EXPRESS, "port": "xe-0/0/1"}).links
        assert (line.name, line.vlan, line.interface) == ("tokyo-express-connect", 100, "xe-0/0/1")
        assert (line.inside, line.cloud_inside) == (IPv4Interface("10.255.0.2/30"), IPv4Address("10.255.0.1"))

    def test_ranks_have_no_gaps(self) -> None:
        view = viewed(EXPRESS, {**ATTACHED, "rank": 5})
        assert [(path.name, path.rank) for path in view.paths] == [
            ("tokyo-express-connect", 0),
            ("tokyo-transit-vpn-1", 1),
            ("tokyo-transit-vpn-2", 2),
        ]


class TestRouting:
    """Static, BGP, or both."""

    def test_static(self) -> None:
        view = viewed(GATEWAY)
        assert view.routing == StaticRouting()
        assert {route.prefix for route in view.static_routes} == set(view.prefixes)

    def test_a_transit_router_tells_every_prefix(self) -> None:
        view = viewed({**ATTACHED, "routes": "bgp", "device-asn": 65010})
        assert isinstance(view.routing, BgpRouting)
        assert view.routing.asn == 65010
        assert view.routing.router_id == IPv4Address("203.0.113.10")
        assert view.routing.advertised == tuple(map(IPv4Network, CIDRS))
        assert [(each.path, str(each.address), each.asn) for each in view.routing.neighbours] == [
            ("tokyo-transit-vpn-1", "169.254.10.1", 45104),
            ("tokyo-transit-vpn-2", "169.254.11.1", 45104),
        ]
        assert set(view.learned(view.tunnels[0])) == set(view.prefixes)
        assert view.static_routes == ()

    def test_a_vpn_gateway_tells_its_vpc_only(self) -> None:
        view = viewed({**GATEWAY, "routes": "bgp", "device-asn": 65010})
        assert view.learned(view.tunnels[1]) == (IPv4Network("10.0.0.0/16"),)
        static = {route.prefix for route in view.static_routes}
        assert static == set(view.prefixes) - {IPv4Network("10.0.0.0/16")}
        assert static

    def test_a_device_has_one_number(self) -> None:
        line = {**EXPRESS, "routes": "bgp", "device-asn": 65010}
        behind = {**ATTACHED, "routes": "bgp", "device-asn": 65011, "rank": 1}
        with pytest.raises(ConfigError, match="different AS numbers of its device: 65010, 65011; set device-asn"):
            viewed(line, behind)


class TestServices:
    """What the rows of the device's table say, and nothing else."""

    def test_each_rendered_row_is_a_static_route(self) -> None:
        plan = plan_with(site(GATEWAY))
        view = view_of(plan, "tokyo")
        rendered = {
            row.destination
            for row in plan.routes
            if row.table.kind is TableKind.DEVICE and row.origin is Origin.RENDERED
        }
        assert {route.prefix for route in view.static_routes} == rendered
        assert {service.leg for service in view.services} == set(LegId)
        assert all(service.reason for service in view.services)

    def test_ways_back_name_the_clouds_tables(self) -> None:
        view = viewed(GATEWAY)
        assert {str(way.prefix) for way in view.ways_back} == set(CIDRS)
        assert any("published by the VPN gateway" in way.known_by for way in view.ways_back)
        assert not any("device" in way.known_by.split(" table ")[0] for way in view.ways_back)

    def test_notes_are_said_once(self) -> None:
        notes = viewed(GATEWAY, {**GATEWAY, "name": "second", "rank": 1}).notes
        assert any(note.startswith("N6") for note in notes)
        assert len(notes) == len(set(notes))

    def test_ports(self) -> None:
        ports = viewed(GATEWAY, ports={"outside": "wan0", "inside": "lan0"}).ports
        assert (ports.outside, ports.inside) == ("wan0", "lan0")


class TestDns:
    """Records, or resolvers in the cloud."""

    def test_every_host_is_fixed(self) -> None:
        dns = viewed(GATEWAY).dns
        assert {record.leg for record in dns.records} == set(LegId)
        assert dns.forwarders == ()

    def test_resolvers_of_the_vpc_need_routes(self) -> None:
        view = viewed(GATEWAY, dns="forward")
        assert [record.leg for record in view.dns.records] == [LegId.REGISTRY]
        assert {str(each) for each in view.dns.forwarders} == {"100.100.2.136", "100.100.2.138"}
        assert set(view.resolvers) == {IPv4Network("100.100.2.136/32"), IPv4Network("100.100.2.138/32")}
        assert set(view.resolvers) <= {route.prefix for route in view.static_routes}
        assert {opening.port for opening in view.openings} == {53, 443}
        assert view.dns.forwarded

    def test_own_resolvers_stand_in_the_vpc(self) -> None:
        view = viewed(GATEWAY, dns={"mode": "forward", "forwarders": ["10.0.0.53"]})
        assert view.dns.forwarders == (IPv4Address("10.0.0.53"),)
        assert view.resolvers == ()

    def test_none(self) -> None:
        assert viewed(GATEWAY, dns="none").dns.records == ()


def test_an_unknown_site_is_told_with_the_known_ones() -> None:
    plan = plan_with(site(GATEWAY))
    assert site_names(plan) == ["tokyo"]
    with pytest.raises(UnknownName, match="there is no site 'kyoto' in this plan; its sites: tokyo"):
        view_of(plan, "kyoto")


def test_a_smart_access_gateway_has_no_way_to_render() -> None:
    way = {
        "kind": "smart-access-gateway",
        "gateway": "sag-1",
        "network": "ccn-1",
        "area": "ccn-cn-shanghai",
        "transit-router": "tr-basic",
    }
    view = viewed(way)
    assert view.paths == ()
    assert view.services
    assert any("N13" in note for note in view.notes)
