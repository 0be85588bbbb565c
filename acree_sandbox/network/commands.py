"""How values are said to iproute2: one line of a batch each."""

from __future__ import annotations

from acree_sandbox.network.values import BLACK_HOLE, Address, Link, Route, Rule

GATEWAY = "169.254.1.1"
"""Stands for whatever is at the other end of a link; nobody holds it."""
HARDWARE_ADDRESS = "02:00:00:00:00:01"
"""Both ends of a link have it: a sender then addresses frames to what it takes for itself, and the peer takes them."""
MASK_OF_ONE = "/32"


def add_link(link: Link, prefix: str) -> str:
    """Make a link between two namespaces.

    Args:
        link: the link.
        prefix: mark of the run before each namespace's name.
    """
    near, far = link.near, link.far
    return (
        f"link add name {near.link} address {HARDWARE_ADDRESS} netns {prefix}{near.namespace} type veth"
        f" peer name {far.link} address {HARDWARE_ADDRESS} netns {prefix}{far.namespace}"
    )


def raise_link(name: str) -> str:
    """Bring an interface up; it never asks for hardware addresses."""
    return f"link set dev {name} arp off up"


def delete_link(name: str) -> str:
    """Take an interface away, and with it its other end."""
    return f"link del dev {name}"


def address(verb: str, its: Address) -> str:
    """Add or delete (`verb`) an address."""
    return f"address {verb} {its.address}{MASK_OF_ONE} dev {its.link}"


def route(verb: str, its: Route) -> str:
    """Replace or delete (`verb`) a route; replacing adds what is not there."""
    if its.link == BLACK_HOLE:
        return f"route {verb} blackhole {its.destination} table {its.table}"
    return f"route {verb} {its.destination} via {GATEWAY} dev {its.link} onlink table {its.table}"


def rule(verb: str, its: Rule) -> str:
    """Add or delete (`verb`) a routing rule."""
    link = f" iif {its.link}" if its.link else ""
    mark = f" fwmark {its.mark}" if its.mark else ""
    source = f" from {its.source}" if its.source else ""
    action = f"lookup {its.table}" if its.table else "blackhole"
    return f"rule {verb} priority {its.priority}{source}{link}{mark} {action}"


KERNEL_RULES = ("rule del priority 32766", "rule del priority 32767")
"""Take away the rules that a new namespace has beside that of its own addresses: a router asks its own only."""


def replace_marking(text: str) -> str:
    """Set the nftables rules of a namespace in one step; an empty text takes them away."""
    return f"table ip acree\ndelete table ip acree\n{text}"
