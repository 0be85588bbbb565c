"""FRR: BGP on every path, static routes over leased lines, and routes that drop."""

from __future__ import annotations

from acree_infra.onprem.comparing import shown
from acree_infra.onprem.comparing.indented import comparer
from acree_infra.onprem.facts import BGP_ASPECTS
from acree_infra.onprem.family import FAMILIES, Family, one_file, shown_by
from acree_infra.onprem.reading.frr import read

FRR = FAMILIES.register(
    Family(
        name="frr",
        title="FRR",
        covers=BGP_ASPECTS | {"line_routes", "guards"},
        drafts=one_file("frr.conf", "{site}.conf"),
        read=read,
        compare=comparer("CISCO_IOS", "!", shown.FRR),
        shown=shown_by("show running-config", "frr", "hostname", "router", "ip route"),
    )
)
