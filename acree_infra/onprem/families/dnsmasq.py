"""DNS: records and forwarding for dnsmasq (5.3)."""

from __future__ import annotations

from acree_infra.onprem.comparing.lines import compare_lines
from acree_infra.onprem.facts import DNS_ASPECTS
from acree_infra.onprem.families.dns import needs_something
from acree_infra.onprem.family import FAMILIES, Family, one_file
from acree_infra.onprem.reading.dns import read_dnsmasq

DNSMASQ = FAMILIES.register(
    Family(
        name="dnsmasq",
        title="dnsmasq",
        covers=DNS_ASPECTS,
        drafts=one_file("acree.conf", "{site}.conf"),
        read=read_dnsmasq,
        compare=compare_lines,
        needs_path=False,
        reasons=needs_something,
    )
)
