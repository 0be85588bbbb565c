"""DNS: records and forwarding for CoreDNS (5.3)."""

from __future__ import annotations

from acree_infra.onprem.facts import DNS_ASPECTS
from acree_infra.onprem.families.dns import needs_something
from acree_infra.onprem.family import FAMILIES, Family, one_file
from acree_infra.onprem.reading.dns import read_coredns

COREDNS = FAMILIES.register(
    Family(
        name="coredns",
        title="CoreDNS",
        covers=DNS_ASPECTS,
        drafts=one_file("Corefile", "{site}.conf"),
        read=read_coredns,
        needs_path=False,
        reasons=needs_something,
    )
)
