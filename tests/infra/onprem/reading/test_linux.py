"""Files of Linux programs, written by hand."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import ClassVar

import pytest

from acree_infra.onprem.facts import Facts, RouteFact, SessionFact
from acree_infra.onprem.preference import GUARD_METRIC
from acree_infra.onprem.reading import frr, iproute2, networkd, nftables, strongswan
from acree_infra.onprem.refusal import CannotRead
from tests.infra.onprem.reading import expected as e

SWANCTL = """
# by hand
connections {
  cloud {
    local_addrs = 203.0.113.10   # ours
    remote_addrs = 198.51.100.1
    proposals = aes256-sha256-modp2048
    rekey_time = 80000s
    over_time = 6400s
    local {
      id = 203.0.113.10
    }
    remote {
      id = 198.51.100.1
    }
    children {
      all {
        local_ts = 0.0.0.0/0
        remote_ts = 0.0.0.0/0
        esp_proposals = aes128-sha1-modp1024
        life_time = 3600s
      }
    }
  }
}
secrets {
  ike-1 {
    id-device = 203.0.113.10
    id-cloud = 198.51.100.1
    secret = "hunter2"
  }
}
"""
SCRIPT = f"""#!/bin/sh
ip address replace 169.254.10.2/30 dev acree1
add() {{
  ip route replace 100.103.9.188/32 dev acree1 metric {6 << 24}
}}
"""


class TestStrongswan:
    """swanctl's grammar, and the commands of the scripts beside it."""

    FILES: ClassVar = {"a/tokyo.conf": SWANCTL, "a/tokyo.updown": SCRIPT, "a/strongswan.conf": "charon { not read }"}

    def test_whole(self) -> None:
        assert strongswan.read(self.FILES) == Facts(
            tunnels=frozenset({e.TUNNEL}),
            insides=frozenset({(e.TUNNEL_PEER, e.INSIDE)}),
            tunnel_routes=frozenset({e.TUNNEL_ROUTE}),
        )

    def test_a_proposal_may_lack_a_group(self) -> None:
        text = SWANCTL.replace("aes128-sha1-modp1024", "aes128-sha1")
        (tunnel,) = strongswan.read({"tokyo.conf": text}).tunnels
        assert tunnel.ipsec.group is None

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("connections {\n", "the last section is not closed"),
            (
                "connections {\n  what is this\n}\n",
                "expected a setting or a section of swanctl's, found 'what is this'",
            ),
            ("}\n", "found '}'"),
        ],
    )
    def test_what_is_no_section_is_said(self, text: str, complaint: str) -> None:
        with pytest.raises(CannotRead, match=complaint):
            strongswan.read({"tokyo.conf": text})


FRR = """
hostname edge
!
ip route 100.103.9.188/32 10.255.0.1 5
ip route 100.103.9.188/32 blackhole 250
!
ip prefix-list vpc seq 5 permit 10.0.0.0/16 le 32
ip prefix-list own seq 5 permit 192.168.0.0/16
!
router bgp 65010
 neighbor 10.255.0.1 remote-as 45104
 neighbor 10.255.0.1 password session
 !
 address-family ipv4 unicast
  neighbor 10.255.0.1 route-map told in
  neighbor 10.255.0.1 route-map telling out
 exit-address-family
exit
!
route-map told permit 10
 match ip address prefix-list vpc
 set local-preference 280
exit
!
route-map telling permit 10
 match ip address prefix-list own
 set as-path prepend 65010
exit
"""


class TestFrr:
    """BGP, and the static routes that are written for it."""

    def test_whole(self) -> None:
        assert frr.read({"frr.conf": FRR}) == Facts(
            line_routes=frozenset({e.LINE_ROUTE}),
            guards=frozenset({e.AUTH}),
            sessions=frozenset({e.SESSION}),
            advertised=frozenset({e.SITE}),
            accepted=frozenset({(e.LINE_PEER, e.VPC)}),
        )

    def test_without_a_password(self) -> None:
        (session,) = frr.read({"frr.conf": FRR.replace(" neighbor 10.255.0.1 password session\n", "")}).sessions
        assert session == SessionFact(e.LINE_PEER, 45104, 65010, 2, 1, None)

    @pytest.mark.parametrize(
        ("right", "wrong", "complaint"),
        [
            (" address-family ipv4 unicast\n", " address-family ipv6 unicast\n", "no address-family ipv4 unicast"),
            ("  neighbor 10.255.0.1 route-map told in\n", "", "the neighbor 10.255.0.1 has no route-map in"),
            ("route-map telling permit 10\n", "route-map silent permit 10\n", "has no route-map out"),
        ],
    )
    def test_what_is_missing_is_said(self, right: str, wrong: str, complaint: str) -> None:
        with pytest.raises(CannotRead, match=complaint):
            frr.read({"frr.conf": FRR.replace(right, wrong)})


NFT = """
table inet mine {
  set site {
    type ipv4_addr
    elements = { 192.168.0.0/16 }
  }
  set auth {
    type ipv4_addr
    elements = { 100.103.9.188/32 }
  }
  chain forward {
    type filter hook forward priority -10; policy accept;
    oifname "wan0" ip daddr @auth counter drop
    ip saddr @site ip daddr @auth tcp dport 443 accept
  }
  chain output {
    type filter hook output priority -10; policy accept;
    oifname "wan0" ip daddr @auth counter drop
  }
  chain segments {
    ip daddr @auth tcp flags syn tcp option maxseg size set 1360
  }
}
"""


class TestNftables:
    """A leak is a leak whether the device forwards or sends."""

    def test_whole(self) -> None:
        assert nftables.read({"a.nft": NFT}) == Facts(
            guards=frozenset({e.AUTH}), segments=frozenset({1360}), openings=frozenset({e.OPENING})
        )

    @pytest.mark.parametrize("chain", ["forward", "output"])
    def test_a_guard_on_one_side_only_is_none(self, chain: str) -> None:
        start = NFT.index(f"chain {chain}")
        text = NFT[:start] + NFT[start:].replace("counter drop", "counter", 1)
        assert nftables.read({"a.nft": text}).guards == frozenset()


class TestRoutes:
    """Scripts and units of routes."""

    def test_script(self) -> None:
        text = f"""
ip link show eth1.100 >/dev/null 2>&1 || ip link add link eth1 name eth1.100 type vlan id 100
ip address replace 10.255.0.2/30 dev eth1.100
ip route replace 100.103.9.188/32 via 10.255.0.1 dev eth1.100 metric {5 << 24}
ip route replace blackhole 100.103.9.188/32 metric {GUARD_METRIC}
"""
        assert iproute2.read({"routes.sh": text}) == Facts(
            lines=frozenset({(e.LINE, 100)}),
            line_routes=frozenset({e.LINE_ROUTE}),
            guards=frozenset({e.AUTH}),
        )

    def test_units(self) -> None:
        files = {
            "1.netdev": "[NetDev]\nName=line\nKind=vlan\n[VLAN]\nId=100\n",
            "2.network": (
                "# a comment=1\n[Match]\nName=line\n[Network]\nAddress=10.255.0.2/30\n"
                f"[Route]\nDestination=100.103.9.188/32\nGateway=10.255.0.1\nMetric={5 << 24}\n"
                f"[Route]\nDestination=10.0.0.0/16\nGateway=10.255.0.1\nMetric={(5 << 24) + 1}\n"
            ),
            "3.network": "[Match]\nName=lo\n[Route]\nDestination=100.103.9.188/32\nType=blackhole\nMetric=4194304000\n",
            "4.network": "[Match]\nName=eth1\n[Network]\nVLAN=line\n",
        }
        assert networkd.read(files) == Facts(
            lines=frozenset({(e.LINE, 100)}),
            line_routes=frozenset({e.LINE_ROUTE, RouteFact(IPv4Network("10.0.0.0/16"), e.LINE_PEER, 0)}),
            guards=frozenset({e.AUTH}),
        )
