"""DNS: zones and forwarding for BIND (5.3)."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.onprem.facts import DNS_ASPECTS
from acree_infra.onprem.families.dns import needs_something
from acree_infra.onprem.family import FAMILIES, Draft, Family
from acree_infra.onprem.reading.dns import read_bind
from acree_infra.onprem.view import SiteView


def _drafts(view: SiteView) -> Iterator[Draft]:
    yield Draft("named.conf", f"{view.site}.conf")
    for record in view.dns.records:
        yield Draft("record.zone", f"{record.host}.zone", {"record": record})


BIND = FAMILIES.register(
    Family(
        name="bind",
        title="BIND",
        covers=DNS_ASPECTS,
        drafts=_drafts,
        read=read_bind,
        needs_path=False,
        reasons=needs_something,
    )
)
