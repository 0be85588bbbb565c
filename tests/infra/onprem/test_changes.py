"""What is proposed for a device makes it do what the view says, and leaves alone what is not ours."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from acree_infra.onprem.all_families import FAMILIES
from acree_infra.onprem.changes import changes_on
from acree_infra.onprem.facts import facts_of
from acree_infra.onprem.family import Family
from acree_infra.onprem.keys import REFERENCES, Keys
from acree_infra.onprem.refusal import CannotRender
from acree_infra.onprem.rendering import render
from acree_infra.onprem.view import SiteView
from tests.infra.onprem import samples
from tests.infra.onprem.devices import FOREIGN, STAYS, entered
from tests.infra.onprem.strategies import views

KEYS = Keys({f"way-{number}": f"key{number}" for number in range(1, 41)} | {"bgp": "session"})
SAMPLE_KEYS = Keys({"hq-tunnel-1": "aaa", "hq-tunnel-2": "bbb", "hq-bgp": "ccc"})
DEVICES = pytest.mark.parametrize("name", FOREIGN)


def configured(view: SiteView, family: Family, keys: Keys) -> str:
    """A device that does what the view says, among other things."""
    return FOREIGN[family.name] + "".join(file.text for file in render(view, family, keys))


@DEVICES
@pytest.mark.parametrize("view", samples.ALL_VIEWS.values(), ids=list(samples.ALL_VIEWS))
def test_a_device_that_is_right_stays(name: str, view: SiteView) -> None:
    family = FAMILIES.get(name)
    if not list(family.reasons(view)):
        assert changes_on(view, family, configured(view, family, SAMPLE_KEYS)).nothing


@DEVICES
def test_an_empty_device_gets_everything(name: str) -> None:
    family, view = FAMILIES.get(name), samples.TWO_TUNNELS_BGP
    changes = changes_on(view, family, FOREIGN[name])
    assert changes == changes_on(view, family, "")
    assert changes.remove == ()
    after = entered(name, "", changes)
    assert family.read({"after": after}) == facts_of(view, REFERENCES).only(family.covers)


@given(before=views(), after=views())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_device_becomes_right(before: SiteView, after: SiteView) -> None:
    was, wanted = replace(before, site="hq"), replace(after, site="hq")
    for name in FOREIGN:
        family = FAMILIES.get(name)
        if list(family.reasons(was)) or list(family.reasons(wanted)):
            continue
        running = configured(was, family, KEYS)
        now = entered(name, running, changes_on(wanted, family, running))
        assert changes_on(wanted, family, now).nothing, name
        for line in STAYS[name]:
            assert line in now, now


class TestOrder:
    """Nothing goes before what refers to it."""

    def test_cisco(self) -> None:
        family = FAMILIES.get("cisco-ios-xe")
        changes = changes_on(
            samples.LINE_AND_TUNNEL_BGP, family, configured(samples.TWO_TUNNELS_BGP, family, SAMPLE_KEYS)
        )
        assert changes.remove == (
            "crypto ikev2 policy acree-hq",
            "  no proposal acree-1",
            "router bgp 65010",
            "  no neighbor 169.254.11.1",
            "no interface Tunnel1",
            "no crypto ipsec profile acree-1",
            "no crypto ipsec transform-set acree-1 esp-aes esp-sha-hmac",
            "no crypto ikev2 profile acree-1",
            "no crypto ikev2 keyring acree-1",
            "no crypto ikev2 proposal acree-1",
        )

    def test_huawei_removes_its_numbered_proposal(self) -> None:
        family = FAMILIES.get("huawei-vrp")
        changes = changes_on(samples.LINE_AND_TUNNEL, family, configured(samples.TWO_TUNNELS, family, SAMPLE_KEYS))
        assert changes.remove[-4:] == (
            "undo ipsec profile acree-1",
            "undo ipsec proposal acree-1",
            "undo ike peer acree-1",
            "undo ike proposal 98",
        )


class TestOthers:
    """What somebody else has configured is not ours to remove."""

    RUNNING = (
        "router bgp 65010\n neighbor 192.0.2.1 remote-as 64999\n neighbor 192.0.2.1 description other\n"
        " address-family ipv4\n  network 10.77.0.0 mask 255.255.0.0\n  neighbor 192.0.2.1 activate\n!\n"
    )

    def test_a_bgp_router_stays_when_its_last_neighbour_of_ours_goes(self) -> None:
        family = FAMILIES.get("cisco-ios-xe")
        ours = configured(samples.TWO_TUNNELS_BGP, family, SAMPLE_KEYS).replace("router bgp 65010\n", self.RUNNING[:-2])
        changes = changes_on(samples.TWO_TUNNELS, family, ours)
        assert "no router bgp 65010" not in changes.remove
        assert not [line for line in changes.lines if "192.0.2.1" in line or "10.77.0.0" in line]
        assert "  no neighbor 169.254.11.1" in changes.remove

    def test_other_sites_on_the_same_device_stay(self) -> None:
        family = FAMILIES.get("frr")
        other = "ip prefix-list acree-branch-out seq 5 permit 10.77.0.0/16\n"
        assert changes_on(
            samples.TWO_TUNNELS_BGP, family, other + configured(samples.TWO_TUNNELS_BGP, family, SAMPLE_KEYS)
        ).nothing


class TestLines:
    """Files whose lines stand each for itself."""

    def test_a_stale_address_goes(self) -> None:
        host = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"
        running = f"127.0.0.1 localhost\n10.0.0.99   {host}\n"
        changes = changes_on(samples.TWO_TUNNELS, FAMILIES.get("hosts"), running)
        assert changes.remove == (f"10.0.0.99 {host}",)
        assert f"10.0.0.20 {host}" in changes.add
        assert len(changes.add) == 3

    def test_dnsmasq(self) -> None:
        family = FAMILIES.get("dnsmasq")
        text = render(samples.FORWARDING, family)[0].text
        assert changes_on(samples.FORWARDING, family, f"cache-size=100\n{text}").nothing
        stale = text.replace("/100.100.2.138", "/100.100.2.139")
        changes = changes_on(samples.FORWARDING, family, stale)
        assert len(changes.remove) == len(changes.add) == 2


@pytest.mark.parametrize("name", sorted(set(FAMILIES.names) - set(FOREIGN) - {"hosts", "dnsmasq"}))
def test_other_families_say_why_not(name: str) -> None:
    with pytest.raises(CannotRender, match=r"cannot be compared line by line: .*; render it again"):
        changes_on(samples.TWO_TUNNELS, FAMILIES.get(name), "")
