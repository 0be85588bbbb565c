"""H3C Comware 7: IKEv2 and route-based tunnels."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.onprem.comparing import shown
from acree_infra.onprem.comparing.indented import comparer
from acree_infra.onprem.facts import ROUTER_ASPECTS
from acree_infra.onprem.families.reasons import needs_all_traffic, same_ends
from acree_infra.onprem.family import FAMILIES, Family, one_file, shown_by
from acree_infra.onprem.reading.h3c_comware import read
from acree_infra.onprem.view import SiteView


def _reasons(view: SiteView) -> Iterator[str]:
    yield from needs_all_traffic(view)
    yield from same_ends(view)


H3C_COMWARE = FAMILIES.register(
    Family(
        name="h3c-comware",
        title="H3C Comware",
        covers=ROUTER_ASPECTS,
        drafts=one_file("device.cfg", "{site}.cfg"),
        read=read,
        compare=comparer("HP_COMWARE5", "#", shown.COMWARE),
        shown=shown_by("display current-configuration", " ?sysname", " ?ip route-static", "bgp", "ikev2"),
        reasons=_reasons,
        words={"line": "GigabitEthernet0/3"},
    )
)
