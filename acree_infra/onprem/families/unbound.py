"""DNS: records and forwarding for unbound (5.3)."""

from __future__ import annotations

from acree_infra.onprem.facts import DNS_ASPECTS
from acree_infra.onprem.families.dns import needs_something
from acree_infra.onprem.family import FAMILIES, Family, one_file
from acree_infra.onprem.reading.dns import read_unbound

UNBOUND = FAMILIES.register(
    Family(
        name="unbound",
        title="unbound",
        covers=DNS_ASPECTS,
        drafts=one_file("acree.conf", "{site}.conf"),
        read=read_unbound,
        needs_path=False,
        reasons=needs_something,
    )
)
