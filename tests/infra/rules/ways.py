"""Ways of sites, as stack files have them."""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]

TUNNELS = [{"device": "203.0.113.10"}, {"device": "203.0.113.11"}]
VPN_GATEWAY: Data = {"kind": "vpn-gateway", "tunnels": TUNNELS}
TRANSIT_VPN: Data = {"kind": "transit-vpn", "tunnels": TUNNELS}
LINE: Data = {"physical-connection": "pc-1", "inside": "10.255.0.0/30"}
EXPRESS_CONNECT: Data = {"kind": "express-connect", **LINE}
EXPRESS_ROUTER: Data = {"kind": "express-connect-router", **LINE}
SMART_GATEWAY: Data = {
    "kind": "smart-access-gateway",
    "gateway": "sag-1",
    "network": "ccn-1",
    "area": "ccn-cn-shanghai",
    "transit-router": "tr-basic",
}
ENTRIES: Data = {**SMART_GATEWAY, "entries": "create", "cen": "cen-hq"}
BGP: Data = {"routes": "bgp", "device-asn": 65010}
EVERY = (VPN_GATEWAY, TRANSIT_VPN, EXPRESS_CONNECT, EXPRESS_ROUTER, SMART_GATEWAY)
