"""Reasons that the DNS families share."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.onprem.view import SiteView


def needs_something(view: SiteView) -> Iterator[str]:
    """There is neither a record nor a domain to forward."""
    if not view.dns.records and not (view.dns.forwarded and view.dns.forwarders):
        yield "its DNS has neither records nor domains to forward"


def needs_records(view: SiteView) -> Iterator[str]:
    """There are only domains to forward, and the family has no way to forward."""
    if not view.dns.records:
        yield "its DNS has no records, and this family cannot forward"
