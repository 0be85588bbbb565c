"""Juniper SRX: everything in one configuration group, so that it can be taken back whole."""

from __future__ import annotations

from acree_infra.onprem.comparing.junos import compare_junos
from acree_infra.onprem.facts import ROUTER_ASPECTS
from acree_infra.onprem.family import FAMILIES, Family, one_file, shown_by
from acree_infra.onprem.reading.juniper_srx import ESP_INTEGRITY, IKE_INTEGRITY, read
from acree_infra.onprem.view import SiteView


def _policies(view: SiteView) -> list[tuple[str, str, tuple[str, ...]]]:
    """Name, address set and applications of each policy."""
    name = f"acree-{view.site}"
    found: list[tuple[str, str, tuple[str, ...]]] = [(name, f"{name}-services", ("junos-https",))]
    if view.dns.forwarders:
        found.append((f"{name}-names", f"{name}-resolvers", ("junos-dns-tcp", "junos-dns-udp")))
    return found


JUNIPER_SRX = FAMILIES.register(
    Family(
        name="juniper-srx",
        title="Juniper SRX",
        covers=ROUTER_ASPECTS,
        drafts=one_file("device.set", "{site}.set"),
        read=read,
        compare=compare_junos,
        shown=shown_by("show configuration | display set", "set"),
        words={
            "outside": "ge-0/0/0.0",
            "inside": "trust",  # a zone: policies of this family name zones, not ports
            "line": "ge-0/0/3",
            "sink": "192.0.2.102",  # of the range for documentation (RFC 5737): it names the interface that drops
            "sink_peer": "192.0.2.101",
            "policies": _policies,
            "ike_integrity": IKE_INTEGRITY,
            "esp_integrity": ESP_INTEGRITY,
        },
    )
)
