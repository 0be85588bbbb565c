"""Fortinet FortiOS: IKEv2, tunnel interfaces, policies."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from acree_infra.onprem.comparing.fortios import FIRST_NUMBER, compare_fortios
from acree_infra.onprem.facts import ROUTER_ASPECTS
from acree_infra.onprem.family import FAMILIES, Family, one_file, shown_by
from acree_infra.onprem.proposals import Proposal
from acree_infra.onprem.reading.fortinet_fortios import read
from acree_infra.onprem.view import Path, PhysicalLink, SiteView

_LINE = "port3"

_NAMES_AFTER = 500


def _proposal(proposal: Proposal) -> str:
    return f"aes{proposal.encryption.bits}-{proposal.integrity}"


def _port_of(path: Path) -> str:
    if isinstance(path, PhysicalLink) and not path.vlan:
        return path.interface or _LINE
    return f"acree-{path.number}"


def _addresses(view: SiteView) -> list[IPv4Network]:
    """The address objects that the groups need, each once."""
    forwarders = map(IPv4Network, view.dns.forwarders)
    return list(dict.fromkeys((*view.cidrs, *view.service_prefixes, *forwarders)))


def _policies(view: SiteView, path: Path) -> Iterator[tuple[int, str, str, str]]:
    """Number, name, address group and service of each policy toward a path."""
    yield FIRST_NUMBER + path.number, f"acree-{path.number}", f"acree-{view.site}-services", "HTTPS"
    if view.dns.forwarders:
        number = FIRST_NUMBER + _NAMES_AFTER + path.number
        yield number, f"acree-{path.number}-names", f"acree-{view.site}-resolvers", "DNS"


FORTINET_FORTIOS = FAMILIES.register(
    Family(
        name="fortinet-fortios",
        title="Fortinet FortiOS",
        covers=ROUTER_ASPECTS,
        drafts=one_file("device.conf", "{site}.conf"),
        read=read,
        compare=compare_fortios,
        shown=shown_by("show", "config"),
        words={
            "outside": "wan1",
            "inside": "internal",
            "line": _LINE,
            "first": FIRST_NUMBER,
            "proposal": _proposal,
            "addresses": _addresses,
            "policies": _policies,
            "port_of": _port_of,
        },
    )
)
