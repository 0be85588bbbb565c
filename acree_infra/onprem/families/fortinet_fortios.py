"""Fortinet FortiOS: IKEv2, tunnel interfaces, policies."""

from __future__ import annotations

from acree_infra.onprem.facts import ROUTER_ASPECTS
from acree_infra.onprem.family import FAMILIES, Family, one_file
from acree_infra.onprem.proposals import Proposal
from acree_infra.onprem.reading.fortinet_fortios import read
from acree_infra.onprem.view import Path, PhysicalLink

_LINE = "port3"
_FIRST = 9000
"""Numbers of entries start here: they are shared with yours, which are usually small."""


def _proposal(proposal: Proposal) -> str:
    return f"aes{proposal.encryption.bits}-{proposal.integrity}"


def _port_of(path: Path) -> str:
    if isinstance(path, PhysicalLink) and not path.vlan:
        return path.interface or _LINE
    return f"acree-{path.number}"


FORTINET_FORTIOS = FAMILIES.register(
    Family(
        name="fortinet-fortios",
        title="Fortinet FortiOS",
        covers=ROUTER_ASPECTS,
        drafts=one_file("device.conf", "{site}.conf"),
        read=read,
        words={
            "outside": "wan1",
            "inside": "internal",
            "line": _LINE,
            "first": _FIRST,
            "proposal": _proposal,
            "port_of": _port_of,
        },
    )
)
