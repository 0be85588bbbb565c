"""What the keys of a stack file must say together about data centers; see `checks`."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from acree_infra.topology.checks import check
from acree_infra.topology.fault import Fault, Key, key_text
from acree_infra.topology.found import nearest, shown
from acree_infra.topology.written import Written

INSIDE_SPACE = IPv4Network("169.254.0.0/16")
"""Where the links inside tunnels lie."""
LINK_LENGTH = 30
"""Longest prefix that holds two hosts and its own edges."""
_LINES = ("express-connect", "express-connect-router")
_ROUTERS = ("transit-vpn", "express-connect", "express-connect-router")


@check
def someone_pulls(written: Written) -> Iterator[Fault]:
    """A stack serves VPCs or data centers; a misspelt key is spoken of elsewhere."""
    names = written.data if isinstance(written.data, dict) else ()
    meant = {nearest(str(name), ("clients", "sites")) for name in names}
    if not written.clients() and not written.sites() and not meant - {None}:
        message = "missing key 'acree:clients' in config"
        yield Fault(("clients",), message, "expected: VPCs whose hosts pull and push, or data centers as 'acree:sites'")
    elif written.at("clients") == [] and not written.sites():
        yield Fault(("clients",), "clients: expected at least 1 item, found an empty list")
    elif written.at("sites") == [] and not written.clients():
        yield Fault(("sites",), "sites: expected at least 1 item, found an empty list")


@check
def names_of_sites_are_unique(written: Written) -> Iterator[Fault]:
    """Names become parts of resource names, of clients and sites alike; ways of one site have names of their own."""
    names: dict[str, Key] = {}
    for key in [(*holder, "name") for holder in (*written.clients(), *written.sites())]:
        name = written.text(*key)
        if name is not None:
            yield from _taken(written, names, name, key, "give it a name of its own", only_sites=True)
    for site in written.sites():
        ways: dict[str, Key] = {}
        for way in written.items(*site, "via"):
            name = written.text(*way, "name") or written.text(*way, "kind")
            key = (*way, "name") if written.at(*way, "name") else way
            if name is not None:
                yield from _taken(written, ways, name, key, "give each way of a site its own `name`")


@check
def gateways_are_where_the_plan_goes(written: Written) -> Iterator[Fault]:
    """A VPN gateway stands in the service VPC or in the VPC of a client, which has its way to the registry."""
    service = written.text(*written.service_vpc())
    clients = {written.text(*client, "vpc"): client for client in written.clients()}
    for way in written.ways("vpn-gateway"):
        vpc = written.text(*way, "vpc")
        if vpc is None or vpc == service:
            continue
        if vpc not in clients:
            message = f"{key_text((*way, 'vpc'))}: expected the service VPC or the VPC of a client, found {shown(vpc)}"
            yield Fault((*way, "vpc"), message, f"add {vpc} to `clients`: it carries the site to the registry")
        elif written.text(*clients[vpc], "via") not in {None, "transit-router"}:
            message = f"{key_text((*way, 'vpc'))}: it is used only with a client that goes through a transit router"
            yield Fault((*way, "vpc"), message, "leave `via` of that client out")


@check
def bgp_goes_with_its_keys(written: Written) -> Iterator[Fault]:
    """BGP needs both AS numbers and an address at each end."""
    for way in (*written.ways(*_ROUTERS), *written.ways("vpn-gateway")):
        bgp = written.text(*way, "routes") == "bgp"
        if bgp and not written.at(*way, "device-asn"):
            message = f"{key_text(way)}: `device-asn` is needed with `routes: bgp`"
            yield Fault(way, message, "write the AS number of the device")
        for name in ("device-asn", "cloud-asn"):
            if not bgp and written.at(*way, name):
                yield _only(way, name, "`routes: bgp`")
        for tunnel in written.items(*way, "tunnels"):
            if bgp and not written.at(*tunnel, "inside"):
                message = f"{key_text(tunnel)}: `inside` is needed with `routes: bgp`"
                yield Fault(tunnel, message, "write a /30 of 169.254.0.0/16; the first host is the cloud")


@check
def new_parts_have_their_keys(written: Written) -> Iterator[Fault]:
    """What describes a new gateway or VBR means nothing for one that exists, and a new VBR needs its line."""
    for way in written.ways(*_LINES):
        new = written.text(*way, "vbr") in {None, "create"}
        for name in ("physical-connection", "inside"):
            if new and not written.at(*way, name):
                message = f"{key_text(way)}: `{name}` is needed for a new VBR"
                yield Fault(way, message, "write it, or the id of a VBR that exists as `vbr`")
        for name in ("physical-connection", "inside", "vlan"):
            if not new and written.at(*way, name):
                yield _only(way, name, "`vbr: create`")
    for way in written.ways("vpn-gateway"):
        for name in ("vswitches", "mbps"):
            if written.text(*way, "gateway") not in {None, "create"} and written.at(*way, name):
                yield _only(way, name, "`gateway: create`")


@check
def new_router_connections_have_two_tunnels(written: Written) -> Iterator[Fault]:
    """New IPsec connections on a transit router have two tunnels since 2024-11-26 (5.2)."""
    for way in written.ways("transit-vpn"):
        if written.text(*way, "connection") in {None, "create"} and len(written.items(*way, "tunnels")) == 1:
            message = f"{key_text((*way, 'tunnels'))}: two are needed for a new connection on a transit router"
            yield Fault((*way, "tunnels"), message, "write a second one; both may end at the same device")


@check
def keys_that_go_together(written: Written) -> Iterator[Fault]:
    """Keys that only one choice beside them gives a meaning."""
    for way in written.ways("express-connect-router"):
        for name in ("region", "attachment"):
            if written.text(*way, "to") == "vpc" and written.at(*way, name):
                yield _only(way, name, "`to: transit-router`")
    for site in written.sites():
        mode = written.text(*site, "dns") or written.text(*site, "dns", "mode") or "hosts"
        if written.at(*site, "dns", "forwarders") and mode != "forward":
            yield _only((*site, "dns"), "forwarders", "`mode: forward`")
    for client in written.clients():
        if written.at(*client, "peering") and written.text(*client, "via") != "vpc-peering":
            yield _only(client, "peering", "`via: vpc-peering`")


@check
def links_hold_two_ends(written: Written) -> Iterator[Fault]:
    """The link inside a tunnel is a /30 of link-local addresses; that of a line holds two hosts."""
    for way in (*written.ways(*_ROUTERS), *written.ways("vpn-gateway")):
        for holder in (way, *written.items(*way, "tunnels")):
            link = _network(written.text(*holder, "inside"))
            key = (*holder, "inside")
            if link is None:
                continue
            if holder != way and not (link.prefixlen == LINK_LENGTH and link.subnet_of(INSIDE_SPACE)):
                yield Fault(key, f"{key_text(key)}: a link inside a tunnel is a /30 of {INSIDE_SPACE}, found {link}")
            elif link.prefixlen > LINK_LENGTH:
                yield Fault(key, f"{key_text(key)}: a link holds two hosts, so it is a /30 or wider, found {link}")


@check
def no_cen_has_no_routers(written: Written) -> Iterator[Fault]:
    """Without a CEN nothing goes through a transit router."""
    if written.text("network", "cen") != "none":
        return
    routed = [client for client in written.clients() if written.text(*client, "via") in {None, "transit-router"}]
    routed += [way for way in written.ways(*_ROUTERS) if written.text(*way, "to") != "vpc"]
    for key in routed:
        message = f"{key_text(key)}: it goes through a transit router, which is used only with a CEN"
        yield Fault(key, message, "write `create` or the id of a CEN as `network.cen`")


def _taken(
    written: Written, known: dict[str, Key], name: str, key: Key, remedy: str, *, only_sites: bool = False
) -> Iterator[Fault]:
    earlier = known.setdefault(name, key)
    if earlier != key and not (only_sites and key[0] == "clients"):
        yield Fault(key, f"{key_text(key)}: {shown(name)} is there already, {written.first(earlier)}", remedy)


def _only(holder: Key, name: str, condition: str) -> Fault:
    key = (*holder, name)
    return Fault(key, f"{key_text(key)}: it is used only with {condition}", "remove it, or change the other")


def _network(text: str | None) -> IPv4Network | None:
    try:
        return None if text is None or "/" not in text else IPv4Network(text)
    except ValueError:  # the models speak of it
        return None
