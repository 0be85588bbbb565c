"""Cisco IOS-XE: IKEv2 and route-based tunnels; several selectors need release 16.12 or newer."""

from __future__ import annotations

from acree_infra.onprem.comparing import shown
from acree_infra.onprem.comparing.indented import comparer
from acree_infra.onprem.facts import ROUTER_ASPECTS
from acree_infra.onprem.families.reasons import same_ends
from acree_infra.onprem.family import FAMILIES, Family, one_file, shown_by
from acree_infra.onprem.reading.cisco_ios_xe import ESP_INTEGRITY, SERVICES, read

CISCO_IOS_XE = FAMILIES.register(
    Family(
        name="cisco-ios-xe",
        title="Cisco IOS-XE",
        covers=ROUTER_ASPECTS,
        drafts=one_file("device.cfg", "{site}.cfg"),
        read=read,
        compare=comparer("CISCO_IOS", "!", shown.IOS),
        shown=shown_by("show running-config", "hostname", "router", "crypto", "ip route"),
        reasons=same_ends,
        words={"line": "GigabitEthernet3", "esp_integrity": ESP_INTEGRITY, "services": SERVICES},
    )
)
