"""Files for a device as they would be rendered for it: one strongSwan for each tunnel, routes while a tunnel is up.

The tests of devices' files load what `acree onprem` renders; here the sandbox is tried by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

UP = """#!/bin/sh
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
"""
ONE_UP = """
STRONGSWAN_CONF={folder}/{name}/strongswan.conf
SWANCTL_DIR={folder}/{name}/swanctl
export STRONGSWAN_CONF SWANCTL_DIR
charon-systemd >{folder}/{name}/charon.log 2>&1 &
echo "$!" >{folder}/{name}/charon.pid
until swanctl --stats >/dev/null 2>&1 && ip link show {interface} >/dev/null 2>&1; do sleep 0.1; done
ip link set {interface} mtu 1400 up
ip address replace {inside} dev {interface}
swanctl --load-all --noprompt
"""
DOWN = """#!/bin/sh
for pid in {folder}/*/charon.pid; do kill "$(cat "$pid")" 2>/dev/null || true; rm -f "$pid"; done
"""
DAEMON = """charon {{
  load = random nonce openssl aes sha2 hmac kdf gcm pubkey kernel-libipsec kernel-netlink socket-default vici updown
  install_routes = no
  install_virtual_ip = no
  routing_table = {table}
  routing_table_prio = {priority}
  port = {port}
  port_nat_t = {port_nat_t}
  retransmit_tries = 2
  retransmit_timeout = 1.0
  retransmit_base = 1.0
  plugins {{
    vici {{
      socket = unix://{folder}/{name}/charon.vici
    }}
  }}
}}
swanctl {{
  load = random openssl pem pkcs1 x509 pubkey
  socket = unix://{folder}/{name}/charon.vici
}}
"""
CONNECTION = """connections {{
  {name} {{
    version = 2
    local_addrs = {device}
    remote_addrs = {cloud}
    remote_port = 500
    encap = yes
    mobike = no
    keyingtries = 0
    dpd_delay = 1s
    proposals = aes256-sha256-modp2048
    local {{
      auth = psk
      id = {device}
    }}
    remote {{
      auth = psk
      id = {cloud}
    }}
    children {{
      {name} {{
        local_ts = {local}
        remote_ts = {remote}
        esp_proposals = aes256-sha256-modp2048
        start_action = start
        close_action = start
        dpd_action = restart
        updown = {folder}/{name}/updown
      }}
    }}
  }}
}}
secrets {{
  ike-{name} {{
    id-device = {device}
    id-cloud = {cloud}
    secret = "{secret}"
  }}
}}
"""
UPDOWN = """#!/bin/sh
PATH=/usr/sbin:/usr/bin:/sbin:/bin
case "$PLUTO_VERB" in
  up-client) {add} ;;
  down-client) {remove} ;;
esac
"""


@dataclass(frozen=True)
class Tunnel:
    """One tunnel of a device.

    Attributes:
        name: its name.
        cloud: public address of the cloud's end.
        secret: its key.
        inside: the device's address in it, with its mask.
        prefixes: what the device sends into it.
        local: the device's selector.
        remote: the cloud's selector.
    """

    name: str
    cloud: str
    secret: str
    inside: str
    prefixes: Sequence[str]
    local: str = "0.0.0.0/0"
    remote: str = "0.0.0.0/0"


def render(folder: Path, device: str, tunnels: Sequence[Tunnel]) -> Path:
    """Write the files of a device; the first tunnel is preferred. Return the folder of all families.

    What no tunnel takes yet goes nowhere, so that nothing leaves in clear text meanwhile.
    """
    family = folder / "strongswan-userspace"
    prefixes = sorted({prefix for tunnel in tunnels for prefix in tunnel.prefixes})
    up = UP + "".join(f"ip route replace blackhole {prefix} metric 4000\n" for prefix in prefixes)
    for number, tunnel in enumerate(tunnels):
        interface = f"ipsec{number}"
        place = family / tunnel.name
        (place / "swanctl").mkdir(parents=True)
        words = {"folder": family, "name": tunnel.name, "device": device, "interface": interface, **vars(tunnel)}
        up += ONE_UP.format(**words)
        ports = (500, 4500) if number == 0 else (1500 + number, 14500 + number)
        daemon = DAEMON.format(table=220 + number, priority=40000 + number, port=ports[0], port_nat_t=ports[1], **words)
        (place / "strongswan.conf").write_text(daemon)
        (place / "swanctl" / "swanctl.conf").write_text(CONNECTION.format(**words))
        routes = [f"{prefix} dev {interface} metric {100 + number}" for prefix in tunnel.prefixes]
        script = UPDOWN.format(
            add="; ".join(f"ip route replace {its}" for its in routes) or ":",
            remove="; ".join(f"ip route del {its}" for its in routes) or ":",
        )
        (place / "updown").write_text(script)
        (place / "updown").chmod(0o755)
    (family / "up.sh").write_text(up)
    (family / "down.sh").write_text(DOWN.format(folder=family))
    return folder
