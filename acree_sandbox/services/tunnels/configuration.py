"""What strongSwan is told of the cloud's end of a tunnel.

The kernel's own ESP is not needed: `kernel-libipsec` encrypts in user space, over an interface `ipsec0`. The cloud's
end never begins: the device does, from whatever ports it likes.
"""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from acree_sandbox.network.parts.tunnels import Tunnel

ENCRYPTIONS = {"aes": "aes128", "aes192": "aes192", "aes256": "aes256", "des": "des", "3des": "3des"}
GROUPS = {"group1": "modp768", "group2": "modp1024", "group5": "modp1536", "group14": "modp2048"}
NO_GROUP = "disabled"
PLUGINS = (
    "random nonce openssl aes des sha1 sha2 md5 hmac kdf gcm pem pkcs1 x509 pubkey "
    "kernel-libipsec kernel-netlink socket-default vici updown"
)
VERSIONS = {"ikev1": 1, "ikev2": 2}
_DAEMON = """charon {{
  load = {plugins}
  install_routes = no
  install_virtual_ip = no
  routing_table_prio = 40000
  retransmit_tries = 2
  retransmit_timeout = 1.0
  retransmit_base = 1.0
  plugins {{
    vici {{
      socket = unix://{socket}
    }}
  }}
}}
swanctl {{
  load = random openssl pem pkcs1 x509 pubkey
  socket = unix://{socket}
}}
"""
_CONNECTION = """connections {{
  cloud {{
    version = {version}
    local_addrs = {address}
    remote_addrs = {peer}
    proposals = {ike}
    rekey_time = {ike_seconds}s
    encap = yes
    mobike = no
    unique = replace
    dpd_delay = {dpd}s
    local {{
      auth = psk
      id = {local_id}
    }}
    remote {{
      auth = psk
      id = {remote_id}
    }}
    children {{
      net {{
        mode = tunnel
        local_ts = {local}
        remote_ts = {remote}
        esp_proposals = {ipsec}
        rekey_time = {ipsec_seconds}s
        updown = {folder}/updown
        dpd_action = clear
        start_action = none
      }}
    }}
  }}
}}
secrets {{
  ike-cloud {{
    id-cloud = {local_id}
    id-device = {remote_id}
    secret = 0s{secret}
  }}
}}
"""
UPDOWN = """#!/bin/sh
# charon calls this when something comes up or goes down: a byte more tells the sandbox to look.
printf . >> {folder}/changes
"""
SECONDS_OF_SILENCE = 2
"""After so much silence the cloud's end asks whether the device is still there."""
_NEVER = 0


def daemon(tunnel: str) -> str:
    """`strongswan.conf` of a tunnel by its id.

    The socket by which strongSwan is spoken to lies in the data plane's own /run: paths of sockets must be short.
    """
    return _DAEMON.format(plugins=PLUGINS, socket=f"/run/{tunnel}.vici")


def connection(tunnel: Tunnel, folder: Path) -> str:
    """`swanctl.conf` of a tunnel; it holds the pre-shared key."""
    return _CONNECTION.format(
        version=VERSIONS[str(tunnel.ike["IkeVersion"])],
        address=tunnel.address,
        peer=tunnel.peer,
        ike=_proposal(tunnel.ike, "Ike"),
        ipsec=_proposal(tunnel.ipsec, "Ipsec"),
        ike_seconds=tunnel.ike["IkeLifetime"],
        ipsec_seconds=tunnel.ipsec["IpsecLifetime"],
        dpd=SECONDS_OF_SILENCE if tunnel.dpd else _NEVER,
        local_id=tunnel.ike["LocalId"],
        remote_id=tunnel.ike["RemoteId"],
        local=", ".join(tunnel.connection.local_subnets),
        remote=", ".join(tunnel.connection.remote_subnets),
        secret=b64encode(str(tunnel.ike["Psk"]).encode()).decode(),
        folder=folder,
    )


def updown(folder: Path) -> str:
    """The script that charon calls."""
    return UPDOWN.format(folder=folder)


def _proposal(config: object, prefix: str) -> str:
    """A proposal as strongSwan writes it, such as `aes256-sha256-modp2048`."""
    its = dict(config) if isinstance(config, dict) else {}
    parts = [ENCRYPTIONS[str(its[f"{prefix}EncAlg"])], str(its[f"{prefix}AuthAlg"])]
    group = str(its[f"{prefix}Pfs"])
    return "-".join(parts if group == NO_GROUP else [*parts, GROUPS[group]])
