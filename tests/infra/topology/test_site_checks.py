"""What the keys of data centers must say together."""

from __future__ import annotations

import pytest

from tests.infra.topology.texts import WORKED, added, changed, problems

TUNNEL = "tunnels: [{device: 203.0.113.10}]"
SMART = "gateway: sag-1, network: ccn-1, area: ccn-cn-shanghai, transit-router: tr-1"
BOTH = "tunnels: [{device: 203.0.113.10}, {device: 203.0.113.10}]"


def site(ways: str, *, name: str = "tokyo", more: str = "") -> str:
    """The worked example with one site; its ways begin on line 19, one a line."""
    lines = [
        f"- name: {name}",
        f"  cidrs: [192.168.0.0/16]{more}",
        "  via:",
        *(f"    - {way}" for way in ways.split("\n")),
    ]
    return added("acree:sites:\n" + "\n".join(f"  {line}" for line in lines))


RIGHT = (
    f"{{kind: vpn-gateway, {TUNNEL}}}",
    f"{{kind: vpn-gateway, vpc: vpc-uf6demo, {TUNNEL}}}",
    "{kind: vpn-gateway, routes: bgp, device-asn: 65010, tunnels: [{device: 203.0.113.1, inside: 169.254.1.0/30}]}",
    f"{{kind: transit-vpn, region: cn-shanghai, {BOTH}}}",
    "{kind: express-connect, physical-connection: pc-1, vlan: 7, inside: 10.255.0.0/30}",
    "{kind: express-connect, vbr: vbr-1, routes: bgp, device-asn: 65010}",
    "{kind: express-connect-router, vbr: vbr-1, to: vpc}",
    f"{{kind: smart-access-gateway, {SMART}}}",
    f"{{kind: smart-access-gateway, {SMART}, entries: by-hand}}",
    f"{{kind: smart-access-gateway, {SMART}, entries: create, cen: cen-1}}",
)


@pytest.mark.parametrize("way", RIGHT)
def test_each_kind_loads(way: str) -> None:
    assert problems(site(way)) == []


def test_several_ways_in_one_site() -> None:
    assert problems(site("\n".join([RIGHT[0], RIGHT[3], RIGHT[4]]))) == []


def test_a_site_alone_is_enough() -> None:
    start, end = WORKED.index("  acree:clients:"), len(WORKED)
    alone = site(RIGHT[0])
    assert problems(alone[:start] + alone[end:]) == []


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (
            f"{{kind: vpn-gateway, vpc: vpc-other, {TUNNEL}}}",
            (
                "19: sites[0].via[0].vpc: expected the service VPC or the VPC of a client, found 'vpc-other'; add "
                "vpc-other to `clients`: it carries the site to the registry"
            ),
        ),
        (
            f"{{kind: transit-vpn, device-asn: 65010, {BOTH}}}",
            "19: sites[0].via[0].device-asn: it is used only with `routes: bgp`; remove it, or change the other",
        ),
        (
            "{kind: transit-vpn, connection: vco-1, routes: bgp, tunnels: [{device: 1.1.1.1, inside: 169.254.0.0/30}]}",
            "19: sites[0].via[0]: `device-asn` is needed with `routes: bgp`; write the AS number of the device",
        ),
        (
            f"{{kind: transit-vpn, connection: vco-1, routes: bgp, device-asn: 65010, {TUNNEL}}}",
            (
                "19: sites[0].via[0].tunnels[0]: `inside` is needed with `routes: bgp`; write a /30 of 169.254.0.0/16; "
                "the first host is the cloud"
            ),
        ),
        (
            f"{{kind: transit-vpn, {TUNNEL}}}",
            (
                "19: sites[0].via[0].tunnels: two are needed for a new connection on a transit router; write a second "
                "one; both may end at the same device"
            ),
        ),
        (
            "{kind: express-connect, physical-connection: pc-1}",
            "19: sites[0].via[0]: `inside` is needed for a new VBR; write it, or the id of a VBR that exists as `vbr`",
        ),
        (
            "{kind: express-connect, vbr: vbr-1, vlan: 7}",
            "19: sites[0].via[0].vlan: it is used only with `vbr: create`; remove it, or change the other",
        ),
        (
            f"{{kind: vpn-gateway, gateway: vpn-1, mbps: 100, {TUNNEL}}}",
            "19: sites[0].via[0].mbps: it is used only with `gateway: create`; remove it, or change the other",
        ),
        (
            "{kind: express-connect-router, vbr: vbr-1, to: vpc, region: cn-shanghai}",
            "19: sites[0].via[0].region: it is used only with `to: transit-router`; remove it, or change the other",
        ),
        (
            "{kind: vpn-gateway, tunnels: [{device: 203.0.113.1, inside: 10.0.0.0/30}]}",
            (
                "19: sites[0].via[0].tunnels[0].inside: a link inside a tunnel is a /30 of 169.254.0.0/16, found "
                "10.0.0.0/30"
            ),
        ),
        (
            "{kind: express-connect, physical-connection: pc-1, inside: 10.0.0.0/31}",
            "19: sites[0].via[0].inside: a link holds two hosts, so it is a /30 or wider, found 10.0.0.0/31",
        ),
        (
            f"{{kind: smart-access-gateway, {SMART}, entries: create}}",
            "19: sites[0].via[0]: expected `cen: cen-…` exactly when `entries: create`",
        ),
        (
            f"{{kind: smart-access-gateway, {SMART}, cen: cen-1}}",
            "19: sites[0].via[0]: expected `cen: cen-…` exactly when `entries: create`",
        ),
        (
            f"{{kind: smart-access-gateway, {SMART.replace('ccn-cn-', 'cn-')}}}",
            (
                "19: sites[0].via[0].area: expected the region id of a Cloud Connect Network such as ccn-cn-shanghai, "
                "found 'cn-shanghai'"
            ),
        ),
    ],
)
def test_each_slip_is_named_at_its_line(way: str, expected: str) -> None:
    assert problems(site(way)) == [expected]


def test_a_gateway_in_a_linked_vpc_has_no_way_on() -> None:
    text = site(f"{{kind: vpn-gateway, vpc: vpc-uf6demo, {TUNNEL}}}")
    text = text.replace("region: cn-shanghai\n", "region: cn-hangzhou\n      via: link\n")
    (problem,) = problems(text)
    assert "it is used only with a client that goes through a transit router" in problem


def test_names_are_unique_among_sites_and_clients() -> None:
    (problem,) = problems(site(RIGHT[0], name="shanghai"))
    expected = "16: sites[0].name: 'shanghai' is there already, first on line 11; give it a name of its own"
    assert problem == expected


def test_two_ways_of_one_kind_need_names() -> None:
    (problem,) = problems(site(f"{RIGHT[0]}\n{RIGHT[0]}"))
    assert problem.startswith("20: sites[0].via[1]: 'vpn-gateway' is there already, first on line 19; give each way")
    named = RIGHT[0].replace("kind:", "name: second, kind:")
    assert problems(site(f"{RIGHT[0]}\n{named}")) == []


def test_forwarders_go_with_forwarding() -> None:
    (problem,) = problems(site(RIGHT[0], more="\n    dns: {forwarders: [10.0.0.53]}"))
    assert "sites[0].dns.forwarders: it is used only with `mode: forward`" in problem
    assert problems(site(RIGHT[0], more="\n    dns: {mode: forward, forwarders: [10.0.0.53]}")) == []
    assert problems(site(RIGHT[0], more="\n    dns: forward")) == []


def test_a_key_in_clear_is_refused_and_never_shown() -> None:
    (problem,) = problems(site("{kind: vpn-gateway, tunnels: [{device: 203.0.113.1, pre-shared-key: hunter22}]}"))
    assert problem.endswith("found a value that is not shown")
    assert "hunter22" not in problem


def test_without_a_cen_nothing_is_routed() -> None:
    text = changed("cen: create", "cen: none")
    (problem,) = problems(text)
    assert problem.startswith("11: clients[0]: it goes through a transit router, which is used only with a CEN")
    assert problems(text.replace("vpc: vpc-uf6demo", "vpc: vpc-uf6demo\n      via: vpc-peering")) == []


def test_a_peering_goes_with_its_way() -> None:
    (problem,) = problems(changed("vpc: vpc-uf6demo", "vpc: vpc-uf6demo\n      peering: pcc-1"))
    assert "clients[0].peering: it is used only with `via: vpc-peering`" in problem


def test_routers_of_a_sites_region_are_used() -> None:
    text = site(RIGHT[4].replace("kind:", "region: cn-beijing, kind:"))
    assert (
        problems(text.replace("    cen: create\n", "    cen: create\n    transit-routers: {cn-beijing: create}\n"))
        == []
    )
