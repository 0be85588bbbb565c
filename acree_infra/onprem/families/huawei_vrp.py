"""Huawei VRP, as AR routers have it: IKEv2 and route-based tunnels."""

from __future__ import annotations

from acree_infra.onprem.comparing import shown
from acree_infra.onprem.comparing.indented import comparer
from acree_infra.onprem.facts import ROUTER_ASPECTS
from acree_infra.onprem.families.reasons import needs_all_traffic
from acree_infra.onprem.family import FAMILIES, Family, one_file, shown_by
from acree_infra.onprem.reading.huawei_vrp import HASHES, read

_PROPOSALS = 99
"""IKE proposals have numbers only, up to this one; yours usually begin at the other end."""

HUAWEI_VRP = FAMILIES.register(
    Family(
        name="huawei-vrp",
        title="Huawei VRP",
        covers=ROUTER_ASPECTS,
        drafts=one_file("device.cfg", "{site}.cfg"),
        read=read,
        compare=comparer("HUAWEI_VRP", "#", shown.VRP),
        shown=shown_by("display current-configuration", " ?sysname", " ?ip route-static", "bgp", "ike peer"),
        reasons=needs_all_traffic,
        words={"line": "GigabitEthernet0/0/3", "hashes": HASHES, "proposals": _PROPOSALS},
    )
)
