"""What strongSwan is told of the cloud's end of a tunnel."""

from pathlib import Path

import pytest

from acree_sandbox.api.vpn.resources import VpnConnection
from acree_sandbox.network.parts.tunnels import Tunnel
from acree_sandbox.services.tunnels import configuration

IKE = {
    "Psk": 'a "key" # {',
    "IkeVersion": "ikev2",
    "IkeEncAlg": "aes256",
    "IkeAuthAlg": "sha256",
    "IkePfs": "group14",
    "IkeLifetime": 86400,
    "LocalId": "203.0.113.10",
    "RemoteId": "device.example",
}
IPSEC = {"IpsecEncAlg": "aes", "IpsecAuthAlg": "sha1", "IpsecPfs": "disabled", "IpsecLifetime": 3600}
FOLDER = Path("/state/tunnels/tun-1")


def tunnel(ike: dict[str, object] | None = None, ipsec: dict[str, object] | None = None, *, dpd: bool = True) -> Tunnel:
    connection = VpnConnection(
        id="vco-1", local_subnets=["10.0.0.0/16", "100.118.28.0/24"], remote_subnets=["192.168.10.0/24"]
    )
    return Tunnel(
        id="tun-1",
        connection=connection,
        router="vpn-x",
        address="203.0.113.10",
        peer="198.51.100.10",
        rank=0,
        dpd=dpd,
        ike={**IKE, **(ike or {})},
        ipsec={**IPSEC, **(ipsec or {})},
        bgp={},
    )


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


def test_addresses_identities_and_selectors() -> None:
    found = lines(configuration.connection(tunnel(), FOLDER))
    for line in (
        "version = 2",
        "local_addrs = 203.0.113.10",
        "remote_addrs = 198.51.100.10",
        "id = 203.0.113.10",
        "id = device.example",
        "local_ts = 10.0.0.0/16, 100.118.28.0/24",
        "remote_ts = 192.168.10.0/24",
        "updown = /state/tunnels/tun-1/updown",
        "start_action = none",
    ):
        assert line in found


def test_a_key_of_any_characters_is_no_syntax() -> None:
    text = configuration.connection(tunnel(), FOLDER)
    assert str(IKE["Psk"]) not in text
    assert "secret = 0sYSAia2V5IiAjIHs=" in text


@pytest.mark.parametrize(
    ("ike", "proposal"),
    [
        ({}, "aes256-sha256-modp2048"),
        ({"IkeEncAlg": "aes", "IkeAuthAlg": "md5", "IkePfs": "group2"}, "aes128-md5-modp1024"),
        ({"IkeEncAlg": "3des", "IkePfs": "group1"}, "3des-sha256-modp768"),
        ({"IkeEncAlg": "aes192", "IkeAuthAlg": "sha512", "IkePfs": "group5"}, "aes192-sha512-modp1536"),
    ],
)
def test_proposals_of_the_first_phase(ike: dict[str, object], proposal: str) -> None:
    assert f"proposals = {proposal}" in lines(configuration.connection(tunnel(ike), FOLDER))


@pytest.mark.parametrize(("group", "proposal"), [("disabled", "aes128-sha1"), ("group14", "aes128-sha1-modp2048")])
def test_proposals_of_the_second_phase(group: str, proposal: str) -> None:
    found = lines(configuration.connection(tunnel(ipsec={"IpsecPfs": group}), FOLDER))
    assert f"esp_proposals = {proposal}" in found


def test_versions_and_silence() -> None:
    text = configuration.connection(tunnel({"IkeVersion": "ikev1"}, dpd=False), FOLDER)
    assert {"version = 1", "dpd_delay = 0s"} <= set(lines(text))
    assert "dpd_delay = 2s" in lines(configuration.connection(tunnel(), FOLDER))


def test_the_socket_has_a_short_path() -> None:
    text = configuration.daemon("tun-1")
    assert text.count("socket = unix:///run/tun-1.vici") == 2
    assert "kernel-libipsec" in text


def test_the_script_lets_the_sandbox_look() -> None:
    assert configuration.updown(FOLDER).splitlines()[-1] == "printf . >> /state/tunnels/tun-1/changes"
