"""Where a family has a parser of its own, that parser says whether a file is one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from acree_infra.onprem.all_families import FAMILIES
from acree_infra.onprem.changes import changes_on
from acree_infra.onprem.family import Place
from acree_infra.onprem.keys import Keys
from acree_infra.onprem.preference import GUARD_METRIC
from acree_infra.onprem.rendering import RenderedFile, render
from acree_infra.onprem.view import SiteView
from tests.infra.onprem import samples
from tests.infra.onprem.judges import alone, charon, load_into_charon, run, shown_by_bgpd

KEYS = Keys({"hq-tunnel-1": "a/key+1", "hq-tunnel-2": "a/key+2", "hq-bgp": "a.session"})
STRONGSWAN_CONF = """
charon {{
  load = random nonce openssl aes sha1 sha2 hmac kdf gcm pem pkcs1 x509 pubkey kernel-netlink socket-default vici
  plugins {{
    vici {{
      socket = unix://{folder}/vici
    }}
  }}
}}
swanctl {{
  load = random openssl pem pkcs1 x509 pubkey
  socket = unix://{folder}/vici
}}
"""
VIEWS = pytest.mark.parametrize("view", [pytest.param(view, id=name) for name, view in samples.ALL_VIEWS.items()])
WITH_TUNNELS = pytest.mark.parametrize(
    "view", [pytest.param(view, id=name) for name, view in samples.ALL_VIEWS.items() if view.tunnels]
)


def written(view: SiteView, family: str, folder: Path) -> tuple[RenderedFile, ...]:
    """Render a family into a folder that its files know as theirs."""
    files = render(view, FAMILIES.get(family), KEYS, Place(str(folder)))
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text)
        path.chmod(file.mode)
    return files


@VIEWS
def test_frr(view: SiteView, tmp_path: Path) -> None:
    written(view, "frr", tmp_path)
    done = run(["vtysh", "-C", "-f", tmp_path / "hq.conf"])
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", [name for name, view in samples.ALL_VIEWS.items() if view.bgp])
def test_frr_that_runs_it_needs_nothing_more(name: str, tmp_path: Path) -> None:
    """What bgpd shows is in its own words and order; the static routes are not its own."""
    view, family = samples.ALL_VIEWS[name], FAMILIES.get("frr")
    lines = render(view, family)[0].text.splitlines()
    static = [line for line in lines if line.startswith("ip route ")]
    shown = shown_by_bgpd("\n".join(line for line in lines if line not in static) + "\n", tmp_path)
    running = "\n".join([shown, *static])
    assert changes_on(view, family, running).lines == ()
    assert changes_on(view, family, running.replace("route-map acree-1-in in", "route-map other in")).lines != ()


def test_frr_notices_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "wrong.conf").write_text("router bgp 65010\n neighbour 10.0.0.1 remote-as 1\n")
    assert run(["vtysh", "-C", "-f", tmp_path / "wrong.conf"]).returncode != 0


@VIEWS
def test_nftables(view: SiteView, tmp_path: Path) -> None:
    written(view, "nftables", tmp_path)
    done = alone(["nft", "-c", "-f", tmp_path / "hq.nft"])
    assert done.returncode == 0, done.stderr


def test_nftables_can_be_loaded_twice(tmp_path: Path) -> None:
    written(samples.TWO_TUNNELS, "nftables", tmp_path)
    done = alone(["sh", "-ec", f"nft -f {tmp_path}/hq.nft; nft -f {tmp_path}/hq.nft; nft -j list ruleset"])
    assert done.returncode == 0, done.stderr
    rules = [each["rule"] for each in json.loads(done.stdout)["nftables"] if "rule" in each]
    drops = [each for each in rules if {"drop": None} in each["expr"]]
    assert sorted(each["chain"] for each in drops) == ["forward", "output"]


@WITH_TUNNELS
def test_strongswan(view: SiteView, tmp_path: Path) -> None:
    files = written(view, "strongswan", tmp_path)
    config, swanctl = tmp_path / "strongswan.conf", tmp_path / "swanctl"
    config.write_text(f"{STRONGSWAN_CONF.format(folder=tmp_path)}include {tmp_path}/hq-strongswan.conf\n")
    swanctl.mkdir()
    (swanctl / "swanctl.conf").write_text(f"include {tmp_path}/hq.conf\ninclude {tmp_path}/hq.secrets.conf\n")
    with charon(config, tmp_path / "log"):
        said = load_into_charon(config, swanctl)
        listed = run(["swanctl", "--list-conns"], STRONGSWAN_CONF=str(config)).stdout
    assert f"successfully loaded {len(view.tunnels)} connections" in said
    for tunnel in view.tunnels:
        assert f"loaded ike secret 'ike-{tunnel.name}'" in said
        assert f"{tunnel.name}: IKEv2" in listed
        assert f"remote: {tunnel.cloud_address}" in " ".join(listed.split())
    assert [file.path for file in files if file.secret] == ["hq.secrets.conf"]


@WITH_TUNNELS
def test_strongswan_in_user_space(view: SiteView, tmp_path: Path) -> None:
    written(view, "strongswan-userspace", tmp_path)
    for tunnel in view.tunnels:
        folder = tmp_path / tunnel.name
        with charon(folder / "strongswan.conf", folder / "log"):
            said = load_into_charon(folder / "strongswan.conf", folder / "swanctl")
        assert "successfully loaded 1 connections" in said
        assert f"loaded ike secret 'ike-{tunnel.name}'" in said


@VIEWS
@pytest.mark.parametrize("family", ["strongswan", "strongswan-userspace", "iproute2"])
def test_scripts_are_shell(view: SiteView, family: str, tmp_path: Path) -> None:
    if view.tunnels or family == "iproute2":
        for file in written(view, family, tmp_path):
            if file.text.startswith("#!/bin/sh"):
                for judge in (["sh", "-n"], ["shellcheck", "--shell=sh"]):
                    done = run([*judge, tmp_path / file.path])
                    assert done.returncode == 0, done.stdout + done.stderr
                assert file.mode == 0o755


def test_routes_of_the_script_stand_in_a_kernel(tmp_path: Path) -> None:
    lines = tuple(replace(link, vlan=0, interface=f"line{link.number}") for link in samples.TWO_LINES.links)
    view = replace(samples.TWO_LINES, links=lines)
    written(view, "iproute2", tmp_path)
    made = "".join(f"ip link add line{n} type veth peer name far{n}; ip link set far{n} up; " for n in (1, 2))
    twice = f"{tmp_path}/hq-routes.sh; {tmp_path}/hq-routes.sh; ip -j route show"
    done = alone(["sh", "-ec", made + twice])
    assert done.returncode == 0, done.stderr
    routes = [each for each in json.loads(done.stdout) if each["dst"] in {"10.0.0.0/16", "100.103.9.188"}]
    assert [(each["dst"], each.get("gateway"), each.get("type", "unicast")) for each in routes] == [
        ("10.0.0.0/16", "10.255.1.1", "unicast"),
        ("10.0.0.0/16", "10.255.2.1", "unicast"),
        ("10.0.0.0/16", None, "blackhole"),
        ("100.103.9.188", "10.255.1.1", "unicast"),
        ("100.103.9.188", "10.255.2.1", "unicast"),
        ("100.103.9.188", None, "blackhole"),
    ]
    assert max(each["metric"] for each in routes) == GUARD_METRIC


@pytest.mark.parametrize("view", [samples.TWO_TUNNELS, samples.FORWARDING])
class TestDns:
    """Records, forwarding, or both."""

    def test_bind(self, view: SiteView, tmp_path: Path) -> None:
        written(view, "bind", tmp_path)
        done = run(["named-checkconf", "-z", tmp_path / "hq.conf"])
        assert done.returncode == 0, done.stdout + done.stderr
        for record in view.dns.records:
            checked = run(["named-checkzone", record.host, tmp_path / f"{record.host}.zone"])
            assert checked.returncode == 0, checked.stdout + checked.stderr

    def test_unbound(self, view: SiteView, tmp_path: Path) -> None:
        written(view, "unbound", tmp_path)
        done = run(["unbound-checkconf", tmp_path / "hq.conf"])
        assert done.returncode == 0, done.stdout + done.stderr

    def test_dnsmasq(self, view: SiteView, tmp_path: Path) -> None:
        written(view, "dnsmasq", tmp_path)
        done = run(["dnsmasq", "--test", "-C", tmp_path / "hq.conf"])
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "wrong",
    ["connections {\n  hq {\n", "connections {\n  hq {\n    no_such = 1\n  }\n}\n"],
)
def test_charon_notices_a_mistake(wrong: str, tmp_path: Path) -> None:
    config, swanctl = tmp_path / "strongswan.conf", tmp_path / "swanctl"
    config.write_text(STRONGSWAN_CONF.format(folder=tmp_path))
    swanctl.mkdir()
    (swanctl / "swanctl.conf").write_text(wrong)
    with charon(config, tmp_path / "log"), pytest.raises(AssertionError):
        load_into_charon(config, swanctl)
