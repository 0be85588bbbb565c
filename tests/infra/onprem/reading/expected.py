"""One tunnel and one line, as every hand-written configuration of these tests has them."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from acree_infra.onprem.facts import OpeningFact, RouteFact, SessionFact, TunnelFact
from acree_infra.onprem.proposals import Encryption, Group, Integrity, Proposal
from acree_infra.onprem.view import EVERYTHING

VPC = IPv4Network("10.0.0.0/16")
AUTH = IPv4Network("100.103.9.188/32")
SITE = IPv4Network("192.168.0.0/16")
TUNNEL_PEER = IPv4Address("169.254.10.1")
INSIDE = IPv4Interface("169.254.10.2/30")
LINE_PEER = IPv4Address("10.255.0.1")
LINE = IPv4Interface("10.255.0.2/30")
TUNNEL = TunnelFact(
    cloud_address=IPv4Address("198.51.100.1"),
    device_address=IPv4Address("203.0.113.10"),
    cloud_identity="198.51.100.1",
    device_identity="203.0.113.10",
    ike=Proposal(Encryption.AES_256, Integrity.SHA256, Group.MODP_2048, 86400),
    ipsec=Proposal(Encryption.AES_128, Integrity.SHA1, Group.MODP_1024, 3600),
    selectors=frozenset({(EVERYTHING, EVERYTHING)}),
    secret="hunter2",
)
TUNNEL_ROUTE = RouteFact(AUTH, TUNNEL_PEER, 1)
LINE_ROUTE = RouteFact(AUTH, LINE_PEER, 0)
SESSION = SessionFact(LINE_PEER, 45104, 65010, 2, 1, "session")
OPENING = OpeningFact(SITE, AUTH, "tcp", 443)
ADDRESS = IPv4Address("10.0.0.20")
