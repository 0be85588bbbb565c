"""Routers read back, from configurations that were written by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from acree_infra.onprem.facts import Facts
from acree_infra.onprem.reading import cisco_ios_xe, fortinet_fortios, h3c_comware, huawei_vrp, juniper_srx
from acree_infra.onprem.refusal import CannotRead
from tests.infra.onprem.reading import expected as e
from tests.infra.onprem.reading.written import CISCO, FORTINET, H3C, HUAWEI, JUNIPER

Read = Callable[[Mapping[str, str]], Facts]
ALL: dict[str, tuple[Read, str]] = {
    "cisco": (cisco_ios_xe.read, CISCO),
    "huawei": (huawei_vrp.read, HUAWEI),
    "h3c": (h3c_comware.read, H3C),
    "juniper": (juniper_srx.read, JUNIPER),
    "fortinet": (fortinet_fortios.read, FORTINET),
}
WHOLE = Facts(
    tunnels=frozenset({e.TUNNEL}),
    insides=frozenset({(e.TUNNEL_PEER, e.INSIDE)}),
    lines=frozenset({(e.LINE, 100)}),
    tunnel_routes=frozenset({e.TUNNEL_ROUTE}),
    line_routes=frozenset({e.LINE_ROUTE}),
    guards=frozenset({e.AUTH}),
    sessions=frozenset({e.SESSION}),
    advertised=frozenset({e.SITE}),
    accepted=frozenset({(e.LINE_PEER, e.VPC)}),
    segments=frozenset({1360}),
    openings=frozenset({e.OPENING}),
)


@pytest.mark.parametrize(("read", "text"), ALL.values(), ids=list(ALL))
def test_a_configuration_written_by_hand(read: Read, text: str) -> None:
    assert read({"running": text}) == WHOLE


@pytest.mark.parametrize(("read", "text"), ALL.values(), ids=list(ALL))
def test_several_files_are_one_configuration(read: Read, text: str) -> None:
    if read is not huawei_vrp.read:  # a BGP router of VRP stands in one file
        assert read({"b": "", "a": text}) == WHOLE


@pytest.mark.parametrize(
    ("read", "text", "right", "wrong", "complaint"),
    [
        (cisco_ios_xe.read, CISCO, "aes-cbc-256", "aes-gcm-256", "expected a number, found 'aes-gcm-256'"),
        (cisco_ios_xe.read, CISCO, "host 100.103.9.188 eq 443", "any range 1 9", "expected one port"),
        (cisco_ios_xe.read, CISCO, "esp-sha-hmac", "esp-md5-hmac", "expected one of esp-sha-hmac, .* found 'esp-md5"),
        (cisco_ios_xe.read, CISCO, "10.255.0.1 5", "dhcp 5", "expected an address, found 'dhcp'"),
        (huawei_vrp.read, HUAWEI, "told import", "gone import", "there is no route-policy 'gone'"),
        (huawei_vrp.read, HUAWEI, "permit tcp source", "deny tcp source", "expected a rule that permits a port"),
        (h3c_comware.read, H3C, "dh group14", "dh group1", "expected a Diffie-Hellman group"),
        (
            h3c_comware.read,
            H3C,
            "169.254.10.2 255.255.255.252",
            "169.254.10.2 255.255.255.0",
            "a link of two addresses",
        ),
        (juniper_srx.read, JUNIPER, "gateway c address", "gateway c dynamic", "there is no statement .* address'"),
        (juniper_srx.read, JUNIPER, "sha-256", "md5", "expected one of sha1"),
        (fortinet_fortios.read, FORTINET, "config router bgp", "end\nconfig router bgp", "closed that was not opened"),
        (
            fortinet_fortios.read,
            FORTINET,
            "config router bgp",
            "config a\nconfig router bgp",
            "last block is not closed",
        ),
    ],
)
def test_what_cannot_be_followed_is_said(read: Read, text: str, right: str, wrong: str, complaint: str) -> None:
    assert right in text
    with pytest.raises(CannotRead, match=complaint):
        read({"running": text.replace(right, wrong)})


class TestDistanceOfBgp:
    """Where BGP is worse than a route that drops, nothing that it learns is used: so nothing counts as accepted."""

    @pytest.mark.parametrize(("read", "text"), [ALL["huawei"], ALL["h3c"]], ids=["huawei", "h3c"])
    @pytest.mark.parametrize(
        ("right", "wrong"),
        [
            ("  preference route-policy better\n", ""),
            (" apply preference 20\n", ""),
            ("preference 20", "preference 255"),
        ],
    )
    def test_nothing_betters_it(self, read: Read, text: str, right: str, wrong: str) -> None:
        found = read({"running": text.replace(right, wrong)})
        assert found.accepted == frozenset()
        assert found.advertised == WHOLE.advertised


def test_numbers_of_cisco_have_names() -> None:
    text = CISCO.replace("permit tcp 192.168.0.0 0.0.255.255 host 100.103.9.188 eq 443", "permit udp any any eq domain")
    (opening,) = cisco_ios_xe.read({"running": text}).openings
    assert (str(opening.source), opening.protocol, opening.port) == ("0.0.0.0/0", "udp", 53)
