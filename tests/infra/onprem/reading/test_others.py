"""RouterOS exports and plain tables, written by hand."""

from __future__ import annotations

from typing import ClassVar

import pytest

from acree_infra.onprem.facts import Facts
from acree_infra.onprem.reading import mikrotik_routeros, table
from acree_infra.onprem.refusal import CannotRead
from tests.infra.onprem.reading import expected as e

LISTS = """
/ip firewall address-list add list=site address=192.168.0.0/16
/ip firewall address-list add list=auth address=100.103.9.188
"""
BGP = """
/routing filter rule add chain=told rule="if (dst in 10.0.0.0/16) {set bgp-local-pref 280; accept}"
/routing filter rule add chain=told rule="reject"
/routing filter rule add chain=telling rule="if (dst==192.168.0.0/16) {set bgp-path-prepend 2; accept}"
/routing bgp connection add name=a as=65010 remote.address=10.255.0.1 remote.as=45104 input.filter=told \
output.filter-chain=telling output.network=site tcp-md5-key="session"
"""
LINE = """
# by hand
/interface vlan add name=line interface=ether3 vlan-id=100
/ip address add address=10.255.0.2/30 interface=line comment="acree line"
/ip address add address=10.9.9.1/24 interface=ether9
/ip route add dst-address=100.103.9.188/32 gateway=10.255.0.1 distance=5
/ip firewall filter add chain=forward action=accept protocol=tcp dst-port=443 \
src-address-list=site dst-address-list=auth
/ip firewall filter add chain=forward action=drop out-interface=ether1 dst-address-list=auth
/ip firewall filter add chain=output action=drop out-interface=ether1 dst-address-list=auth
"""
TUNNEL = """
/ip ipsec profile add name=p enc-algorithm=aes-256 hash-algorithm=sha256 dh-group=modp2048 lifetime=86400s
/ip ipsec proposal add name=q auth-algorithms=sha1 enc-algorithms=aes-128-cbc lifetime=3600s pfs-group=modp1024
/ip ipsec peer add name=cloud address=198.51.100.1/32 local-address=203.0.113.10 profile=p
/ip ipsec identity add peer=cloud secret="hunter2" my-id=address:203.0.113.10 remote-id=address:198.51.100.1
/ip ipsec policy add peer=cloud src-address=0.0.0.0/0 dst-address=0.0.0.0/0 proposal=q
/ip firewall mangle add chain=forward action=change-mss new-mss=1360
"""


class TestRouterOs:
    """One entry a line."""

    def test_a_line_with_bgp(self) -> None:
        assert mikrotik_routeros.read({"a.rsc": LISTS + LINE + BGP}) == Facts(
            lines=frozenset({(e.LINE, 100)}),
            line_routes=frozenset({e.LINE_ROUTE}),
            guards=frozenset({e.AUTH}),
            sessions=frozenset({e.SESSION}),
            advertised=frozenset({e.SITE}),
            accepted=frozenset({(e.LINE_PEER, e.VPC)}),
            openings=frozenset({e.OPENING}),
        )

    def test_a_tunnel(self) -> None:
        found = mikrotik_routeros.read({"a.rsc": TUNNEL})
        assert found == Facts(tunnels=frozenset({e.TUNNEL}), segments=frozenset({1360}))

    def test_a_guard_on_one_side_only_is_none(self) -> None:
        text = (LISTS + LINE).replace("chain=output", "chain=input")
        assert mikrotik_routeros.read({"a.rsc": text}).guards == frozenset()

    def test_what_is_not_there_is_said(self) -> None:
        with pytest.raises(CannotRead, match="there is no /ip ipsec profile 'p'"):
            mikrotik_routeros.read({"a.rsc": TUNNEL.replace("profile add name=p", "profile add name=other")})

    def test_rules_that_differ_have_no_one_setting(self) -> None:
        more = '/routing filter rule add chain=told rule="if (dst in 10.1.0.0/16) {accept}"\n'
        with pytest.raises(
            CannotRead, match="expected the rules of told to set bgp-local-pref alike, found 2 settings"
        ):
            mikrotik_routeros.read({"a.rsc": LISTS + BGP + more})


class TestTable:
    """CSV files by their names."""

    FILES: ClassVar = {
        "t/lines.csv": "line,rank,vlan,device inside,cloud inside,mtu\nx,0,100,10.255.0.2/30,10.255.0.1,1500\n",
        "t/routes.csv": "prefix,path,next hop,rank\n100.103.9.188/32,x,10.255.0.1,0\n",
        "t/guards.csv": "prefix\n100.103.9.188/32\n",
        "t/openings.csv": "source,destination,protocol,port,use\n192.168.0.0/16,100.103.9.188/32,tcp,443,auth\n",
        "t/names.csv": "name,kind,address\nr.example,A,10.0.0.20\no.example,forward,10.0.0.53\n",
        "t/told.csv": "neighbour,direction,prefix\n10.255.0.1,in,10.0.0.0/16\n10.255.0.1,out,192.168.0.0/16\n",
        "t/site.md": "# not read\n",
    }

    def test_whole(self) -> None:
        found = table.read(self.FILES)
        assert found.lines == {(e.LINE, 100)}
        assert found.line_routes == {e.LINE_ROUTE}
        assert found.guards == {e.AUTH}
        assert found.openings == {e.OPENING}
        assert found.hosts == {("r.example", e.ADDRESS)}
        assert [name for name, _ in found.forwards] == ["o.example"]
        assert found.advertised == {e.SITE}
        assert found.accepted == {(e.LINE_PEER, e.VPC)}

    def test_a_wrong_cell_is_shown(self) -> None:
        wrong = {**self.FILES, "t/guards.csv": "prefix\nall\n"}
        with pytest.raises(CannotRead, match="expected a prefix, found 'all'"):
            table.read(wrong)
