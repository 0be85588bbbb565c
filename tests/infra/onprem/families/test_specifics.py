"""What is particular to a family, beyond what facts say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acree_infra.onprem.all_families import FAMILIES
from acree_infra.onprem.family import Place
from acree_infra.onprem.keys import Keys
from acree_infra.onprem.proposals import Integrity
from acree_infra.onprem.refusal import CannotRender
from acree_infra.onprem.rendering import render
from acree_infra.onprem.view import Dns, HostRecord, Ports, SiteView
from acree_infra.routing.nouns import LegId
from tests.infra.onprem import samples


def text(view: SiteView, family: str) -> str:
    return "\n".join(file.text for file in render(view, FAMILIES.get(family)))


class TestPorts:
    """Ports of the site, or the family's usual ones."""

    PORTS = Ports("wan9", "lan9")

    @pytest.mark.parametrize(
        "family", ["strongswan", "nftables", "juniper-srx", "fortinet-fortios", "mikrotik-routeros"]
    )
    def test_the_outside_port(self, family: str) -> None:
        usual = str(FAMILIES.get(family).words["outside"])
        assert usual in text(samples.TWO_TUNNELS, family)
        named = text(replace(samples.TWO_TUNNELS, ports=self.PORTS), family)
        assert "wan9" in named
        assert f'"{usual}"' not in named

    def test_the_inside_port(self) -> None:
        assert 'set srcintf "lan9"' in text(replace(samples.TWO_TUNNELS, ports=self.PORTS), "fortinet-fortios")
        assert "from-zone lan9 to-zone acree" in text(replace(samples.TWO_TUNNELS, ports=self.PORTS), "juniper-srx")

    @pytest.mark.parametrize("family", ["cisco-ios-xe", "huawei-vrp", "h3c-comware", "iproute2", "networkd"])
    def test_the_port_of_a_line(self, family: str) -> None:
        link = replace(samples.link(1), interface="xe9")
        assert "xe9" in text(replace(samples.TWO_LINES, links=(link,)), family)


class TestCisco:
    """IOS-XE shows what it has in its own way."""

    def test_a_short_key_has_no_number(self) -> None:
        assert "esp-aes esp-sha-hmac" in text(samples.TWO_TUNNELS, "cisco-ios-xe")

    def test_selectors_are_an_access_list_of_the_tunnel(self) -> None:
        shown = text(samples.SELECTED, "cisco-ios-xe")
        assert " tunnel protection ipsec policy ipv4 acree-1-selectors\n" in shown
        assert " permit ip 192.168.0.0 0.0.255.255 host 100.103.9.188\n" in shown

    def test_keys_are_found_by_both_ends(self) -> None:
        named = tuple(replace(samples.tunnel(n), cloud_identity="cloud.example") for n in (1, 2))
        with pytest.raises(
            CannotRender, match=r"2 tunnels go from 198\.51\.100\.7 to cloud\.example, and keys are found"
        ):
            text(replace(samples.TWO_TUNNELS, tunnels=named), "cisco-ios-xe")

    def test_every_address_of_the_device_is_matched_once(self) -> None:
        shown = text(samples.TWO_TUNNELS, "cisco-ios-xe")
        assert shown.count("crypto ikev2 policy acree-hq\n match address local 198.51.100.7\n proposal acree-1\n") == 1


class TestHuaweiAndH3c:
    """BGP has the distance 255 there, and static routes that drop would always win."""

    @pytest.mark.parametrize("family", ["huawei-vrp", "h3c-comware"])
    def test_a_policy_betters_it_for_what_is_taken(self, family: str) -> None:
        shown = text(samples.TWO_TUNNELS_BGP, family)
        assert "  preference route-policy acree-hq-distance\n" in shown
        assert shown.count(" apply preference 20\n") == len(samples.TWO_TUNNELS.tunnels)
        assert "preference 250" in shown

    def test_proposals_have_numbers_of_their_own(self) -> None:
        shown = text(samples.TWO_TUNNELS, "huawei-vrp")
        assert "ike proposal 98\n" in shown
        assert " ike-proposal 97\n" in shown

    @pytest.mark.parametrize(("hashed", "word"), [("sha1", "hmac-sha1-96"), ("sha256", "hmac-sha2-256")])
    def test_integrity_of_ike(self, hashed: str, word: str) -> None:
        tunnel = samples.tunnel(1)
        changed = replace(tunnel, ike=replace(tunnel.ike, integrity=Integrity(hashed)))
        assert f" integrity-algorithm {word}\n" in text(replace(samples.TWO_TUNNELS, tunnels=(changed,)), "huawei-vrp")


class TestJuniper:
    """All of it is one group."""

    def test_every_statement_is_in_the_group(self) -> None:
        lines = [line for line in text(samples.LINE_AND_TUNNEL_BGP, "juniper-srx").splitlines() if line[:1] != "#"]
        assert lines.pop() == "set apply-groups acree-hq"
        assert all(line.startswith("set groups acree-hq ") for line in lines)

    def test_what_drops_is_the_last_of_every_route(self) -> None:
        lines = [
            line for line in text(samples.TWO_TUNNELS, "juniper-srx").splitlines() if "static route 10.0.0.0" in line
        ]
        assert [line.split()[-1] for line in lines] == ["5", "6", "250"]

    def test_a_statement_says_one_thing(self) -> None:
        """`show configuration | display set` takes a line for each end of a selector."""
        lines = [line for line in text(samples.SELECTED, "juniper-srx").splitlines() if "traffic-selector ts1 " in line]
        assert lines[0].endswith("vpn acree-1 traffic-selector ts1 local-ip 192.168.0.0/16")
        assert lines[1].endswith("vpn acree-1 traffic-selector ts1 remote-ip 10.0.0.0/16")

    def test_who_lets_the_key_exchange_in_is_said(self) -> None:
        note = "# The zone of reth0.0 must let IKE in"
        assert note in text(replace(samples.TWO_TUNNELS, ports=Ports("reth0.0")), "juniper-srx")
        assert "let IKE in" not in text(samples.TWO_LINES, "juniper-srx")


class TestMikrotik:
    """Policies instead of tunnel interfaces."""

    def test_only_the_first_tunnels_policies_are_enabled(self) -> None:
        lines = [line for line in text(samples.TWO_TUNNELS, "mikrotik-routeros").splitlines() if "policy add" in line]
        pairs = len(samples.SITE) * len(samples.SERVICES)
        assert [("acree-1 " in line, "disabled=no" in line) for line in lines] == [(True, True)] * pairs + [
            (False, False)
        ] * pairs

    def test_a_script_changes_over(self) -> None:
        shown = text(samples.TWO_TUNNELS, "mikrotik-routeros")
        assert "/system scheduler add name=acree-hq interval=30s on-event=acree-hq" in shown
        one = replace(samples.TWO_TUNNELS, tunnels=(samples.tunnel(1),))
        assert "/system script" not in text(one, "mikrotik-routeros")

    def test_what_it_cannot_do(self) -> None:
        tunnel = samples.tunnel(1)
        strong = replace(tunnel, ipsec=replace(tunnel.ipsec, integrity=Integrity.SHA384))
        cases = {
            "BGP has nothing to run on": samples.TWO_TUNNELS_BGP,
            "use two devices": samples.LINE_AND_TUNNEL,
            "its ESP has no sha384": replace(samples.TWO_TUNNELS, tunnels=(strong,)),
            "changes over between two tunnels, and there are 3": replace(
                samples.TWO_TUNNELS, tunnels=tuple(samples.tunnel(n) for n in (1, 2, 3))
            ),
        }
        for reason, view in cases.items():
            with pytest.raises(CannotRender, match=reason):
                text(view, "mikrotik-routeros")


class TestLinux:
    """Three programs share the work."""

    def test_files_name_each_other_by_their_place(self) -> None:
        files = render(samples.TWO_TUNNELS, FAMILIES.get("strongswan"), place=Place("/opt/x"))
        shown = {file.path: file.text for file in files}
        assert "updown = /opt/x/hq-tunnel-2.updown" in shown["hq.conf"]
        assert "hq-tunnel-2.updown" in shown

    def test_bgp_needs_no_script(self) -> None:
        files = render(samples.TWO_TUNNELS_BGP, FAMILIES.get("strongswan"))
        assert not [file.path for file in files if file.path.endswith(".updown")]
        assert not [file for file in files if "updown =" in file.text]

    def test_each_charon_has_ports_and_a_table_of_its_own(self) -> None:
        files = render(samples.TWO_TUNNELS, FAMILIES.get("strongswan-userspace"))
        first, second = (file.text for file in files if file.path.endswith("/strongswan.conf"))
        assert "port =" not in first
        assert "routing_table = 220\n" in first
        assert "  port = 1501\n  port_nat_t = 14501\n" in second
        assert "routing_table = 221\n" in second

    def test_settings_are_indented_by_their_section(self) -> None:
        for family in ("strongswan", "strongswan-userspace"):
            for file in render(samples.TWO_TUNNELS, FAMILIES.get(family)):
                if not file.path.endswith("strongswan.conf"):
                    continue
                depth = 0
                for line in file.text.splitlines():
                    depth -= line.strip() == "}"
                    assert len(line) - len(line.lstrip()) == 2 * depth, line
                    depth += line.endswith("{")
                assert depth == 0

    def test_only_tunnels(self) -> None:
        for family in ("strongswan", "strongswan-userspace"):
            with pytest.raises(CannotRender, match="leased lines need iproute2, networkd or frr"):
                text(samples.TWO_LINES, family)

    def test_where_the_routes_of_tunnels_are(self) -> None:
        remark = "The routes over tunnels are not here"
        assert remark in text(samples.TWO_TUNNELS, "iproute2")
        assert remark not in text(samples.TWO_TUNNELS_BGP, "iproute2")
        assert remark not in text(samples.TWO_LINES, "iproute2")

    def test_a_table_of_a_site_with_dashes(self) -> None:
        assert "table inet acree_hq_1 {" in text(replace(samples.TWO_TUNNELS, site="hq-1"), "nftables")

    def test_a_line_without_a_vlan_needs_no_port_file(self) -> None:
        plain = replace(samples.TWO_LINES, links=(replace(samples.link(1), vlan=0),))
        paths = [file.path for file in render(plain, FAMILIES.get("networkd"))]
        assert paths == ["40-acree-hq-guard.network", "40-acree-hq-line-1.network"]
        assert "Name=eth1\n" in text(plain, "networkd")


class TestNames:
    """What an address that OSS moves needs, and what cannot be done."""

    MOVING = HostRecord("b.oss-cn-hangzhou-internal.aliyuncs.com", samples.RECORDS[0].addresses, LegId.OSS)

    @pytest.mark.parametrize("family", ["hosts", "dnsmasq", "unbound", "bind", "coredns"])
    def test_a_pinned_oss_name_is_warned_of(self, family: str) -> None:
        moving = replace(samples.TWO_TUNNELS, dns=Dns((self.MOVING,)))
        assert f"{self.MOVING.host} is pinned here, and OSS moves its addresses" in text(moving, family)
        assert "pinned" not in text(samples.TWO_TUNNELS, family)

    def test_a_hosts_file_cannot_forward(self) -> None:
        only = replace(samples.FORWARDING, dns=replace(samples.FORWARDING.dns, records=()))
        with pytest.raises(CannotRender, match="its DNS has no records, and this family cannot forward"):
            text(only, "hosts")
        assert text(only, "coredns")

    @pytest.mark.parametrize("family", ["dnsmasq", "unbound", "bind", "coredns"])
    def test_nothing_to_say(self, family: str) -> None:
        with pytest.raises(CannotRender, match="neither records nor domains to forward"):
            text(replace(samples.TWO_TUNNELS, dns=Dns()), family)


class TestTable:
    """CSV and Markdown say the same, and Markdown never shows a key."""

    def test_the_same_rows(self) -> None:
        files = {file.path: file.text for file in render(samples.LINE_AND_TUNNEL_BGP, FAMILIES.get("table"))}
        page = files.pop("hq.md")
        for path, content in files.items():
            if path not in {"tunnels.csv", "sessions.csv", "services.csv", "ways-back.csv"}:
                for line in content.splitlines():
                    assert "| " + line.replace(",", " | ") + " |" in page

    def test_keys(self) -> None:
        keys = Keys({"hq-tunnel-1": "hunter1", "hq-tunnel-2": "hunter2"})
        files = {file.path: file for file in render(samples.TWO_TUNNELS, FAMILIES.get("table"), keys)}
        assert "hunter2" in files["tunnels.csv"].text
        assert files["tunnels.csv"].mode == 0o600
        assert "hunter" not in files["hq.md"].text
        assert "hq-tunnel-2" in files["hq.md"].text
        assert [path for path, file in files.items() if file.secret] == ["tunnels.csv"]
