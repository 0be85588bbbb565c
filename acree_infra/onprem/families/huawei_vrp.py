"""Huawei VRP, as AR routers have it: IKEv2 and route-based tunnels."""

from __future__ import annotations

from acree_infra.onprem.facts import ROUTER_ASPECTS
from acree_infra.onprem.families.reasons import needs_all_traffic
from acree_infra.onprem.family import FAMILIES, Family, one_file
from acree_infra.onprem.reading.huawei_vrp import HASHES, read

HUAWEI_VRP = FAMILIES.register(
    Family(
        name="huawei-vrp",
        title="Huawei VRP",
        covers=ROUTER_ASPECTS,
        drafts=one_file("device.cfg", "{site}.cfg"),
        read=read,
        reasons=needs_all_traffic,
        words={"line": "GigabitEthernet0/0/3", "hashes": HASHES},
    )
)
