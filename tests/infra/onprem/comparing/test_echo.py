"""A device that was told what is rendered shows it in its own words: nothing is to be entered, nothing is missed."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

import pytest

from acree_infra.onprem.all_families import FAMILIES
from acree_infra.onprem.changes import changes_on
from acree_infra.onprem.comparing.changes import Changes
from acree_infra.onprem.refusal import CannotRead
from acree_infra.onprem.rendering import render
from acree_infra.onprem.view import SiteView
from tests.infra.onprem import samples
from tests.infra.onprem.comparing.echo import ECHOES

ONE_PORT = samples.bgp(replace(samples.TWO_TUNNELS, tunnels=(), links=(replace(samples.link(1), vlan=0),)))
OF_A_CLASS = samples.bgp(
    replace(
        samples.TWO_TUNNELS,
        cidrs=tuple(map(IPv4Network, ("192.168.10.0/24", "172.16.0.0/16", "10.0.0.0/8", "11.1.1.0/24"))),
        tunnels=(samples.tunnel(1, 0),),
    )
)
LONG_LIVED = replace(
    samples.TWO_TUNNELS, tunnels=tuple(replace(each, ipsec=samples.IKE) for each in samples.TWO_TUNNELS.tunnels)
)
VIEWS = samples.ALL_VIEWS | {"one-port": ONE_PORT, "of-a-class": OF_A_CLASS, "long-lived": LONG_LIVED}
DEVICES = pytest.mark.parametrize("name", ECHOES)


def shown(name: str, view: SiteView) -> str:
    """What the device shows once the rendered files have been entered."""
    return ECHOES[name]("".join(file.text for file in render(view, FAMILIES.get(name))))


@DEVICES
@pytest.mark.parametrize("view", VIEWS.values(), ids=list(VIEWS))
def test_nothing_is_to_be_entered(name: str, view: SiteView) -> None:
    if not list(FAMILIES.get(name).reasons(view)):
        assert changes_on(view, FAMILIES.get(name), shown(name, view)) == Changes((), ())


@DEVICES
def test_line_ends_of_windows_do_not_count(name: str) -> None:
    running = shown(name, samples.TWO_TUNNELS).replace("\n", "\r\n")
    assert changes_on(samples.TWO_TUNNELS, FAMILIES.get(name), running).nothing


@pytest.mark.parametrize(
    ("name", "line", "lines"),
    [
        ("cisco-ios-xe", " ip mtu 1400", ["interface Tunnel1", "  ip mtu 1400"]),
        ("cisco-ios-xe", " dpd 10 3 periodic", ["crypto ikev2 profile acree-1", "  dpd 10 3 periodic"]),
        ("huawei-vrp", " tunnel-protocol ipsec", ["interface Tunnel0/0/1", "  tunnel-protocol ipsec"]),
        ("h3c-comware", "  network 172.20.8.0 255.255.252.0", ["network 172.20.8.0 255.255.252.0"]),
        ("frr", "  neighbor 169.254.11.1 route-map acree-1-in in", ["neighbor 169.254.11.1 route-map acree-1-in in"]),
        (
            "juniper-srx",
            "set groups acree-hq security ipsec vpn acree-1 bind-interface st0.1",
            ["bind-interface st0.1"],
        ),
        ("fortinet-fortios", "        set dpd on-idle", ['edit "acree-1"', "set dpd on-idle"]),
    ],
)
def test_a_line_that_is_gone_is_to_be_entered(name: str, line: str, lines: list[str]) -> None:
    running = shown(name, samples.TWO_TUNNELS_BGP)
    assert f"\n{line}\n" in running
    changes = changes_on(samples.TWO_TUNNELS_BGP, FAMILIES.get(name), running.replace(f"\n{line}\n", "\n", 1))
    assert all(any(each in entered for entered in changes.add) for each in lines)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("cisco-ios-xe", "\n dpd 10 3 periodic", "\n lifetime 3600\n dpd 10 3 periodic"),
        ("huawei-vrp", "\n prf hmac-sha2-256", "\n prf hmac-sha2-256\n sa duration 7200"),
        ("h3c-comware", "\n dpd interval 10 periodic", "\n dpd interval 10 periodic\n sa duration 7200"),
        ("frr", "\n bgp router-id", "\n no bgp default ipv4-unicast\n bgp router-id"),
        ("fortinet-fortios", "\n        set ike-version 2", "\n        set ike-version 2\n        set keylife 3600"),
    ],
)
def test_what_is_said_against_a_default_is_seen(name: str, before: str, after: str) -> None:
    running = shown(name, samples.TWO_TUNNELS_BGP)
    assert before in running
    assert changes_on(samples.TWO_TUNNELS_BGP, FAMILIES.get(name), running.replace(before, after, 1)).add


@pytest.mark.parametrize(
    ("name", "others", "gone"),
    [
        ("cisco-ios-xe", ["negotiation auto", "ip nat inside", "ip address 10.9.9.1 255.255.255.0 secondary"], "no "),
        ("huawei-vrp", ["undo shutdown", "traffic-filter inbound acl 3000"], "undo "),
        ("h3c-comware", ["port link-mode route", "combo enable copper"], "undo "),
    ],
)
def test_what_else_a_port_has_stays(name: str, others: list[str], gone: str) -> None:
    family = FAMILIES.get(name)
    described = "\n description acree hq-line-1"
    running = shown(name, ONE_PORT).replace(described, "\n ".join([described, *others]))
    assert changes_on(ONE_PORT, family, running) == Changes((), ())
    removed = changes_on(samples.TWO_TUNNELS, family, running).remove
    assert not any(other in line for other in others for line in removed)
    assert any(line.startswith("interface GigabitEthernet") for line in removed), "the port itself cannot go"
    assert f"  {gone}ip address 10.255.1.2 255.255.255.252" in removed


class TestOtherFormats:
    """What a device does not show so is refused, and not taken for an empty device."""

    def test_junos_in_braces(self) -> None:
        running = "## Last commit\nversion 23.4;\ngroups {\n    acree-hq {\n    }\n}\n"
        with pytest.raises(CannotRead, match="display set"):
            changes_on(samples.TWO_TUNNELS, FAMILIES.get("juniper-srx"), running)

    def test_junos_that_is_cut_off(self) -> None:
        running = 'set groups acree-hq interfaces st0 unit 1 description "acree hq'
        with pytest.raises(CannotRead, match="within quotes"):
            changes_on(samples.TWO_TUNNELS, FAMILIES.get("juniper-srx"), running)

    def test_fortios_with_vdoms(self) -> None:
        running = "config vdom\nedit root\nconfig system interface\nend\nnext\nend\n"
        with pytest.raises(CannotRead, match="VDOM"):
            changes_on(samples.TWO_TUNNELS, FAMILIES.get("fortinet-fortios"), running)

    def test_fortios_that_is_cut_off(self) -> None:
        running = shown("fortinet-fortios", samples.TWO_TUNNELS)
        with pytest.raises(CannotRead, match="not closed"):
            changes_on(samples.TWO_TUNNELS, FAMILIES.get("fortinet-fortios"), running[: len(running) * 2 // 3])

    @pytest.mark.parametrize("name", ECHOES)
    def test_of_another_family(self, name: str) -> None:
        for other in ECHOES:
            if {name, other} in [{name}, {"cisco-ios-xe", "frr"}, {"huawei-vrp", "h3c-comware"}]:
                continue
            with pytest.raises(CannotRead, match=r"the running configuration is none of .*; save what `"):
                changes_on(samples.TWO_TUNNELS, FAMILIES.get(name), shown(other, samples.TWO_TUNNELS))

    @pytest.mark.parametrize("left", [" --More-- \x08\x08", "  ---- More ----\x1b[42D", "---(more 12%)---"])
    def test_saved_page_by_page(self, left: str) -> None:
        running = shown("huawei-vrp", samples.TWO_TUNNELS)
        with pytest.raises(CannotRead, match=r"line 3 of the running configuration .* without paging"):
            changes_on(
                samples.TWO_TUNNELS, FAMILIES.get("huawei-vrp"), running.replace("\n sysname", f"\n{left} sysname", 1)
            )
