"""How clients learn the registry's address: records that are made, or lines to copy (2.4, G40)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from acree_infra.reports.section import section
from acree_infra.reports.style import Style
from acree_infra.routing.nouns import DnsRecord

_LISTED = 8
"""VPCs that one line names."""


def dns_lines(records: Sequence[DnsRecord], style: Style, mode: str) -> Iterator[str]:
    """The lines of the records of a plan.

    Args:
        records: what clients must resolve.
        style: how it stands on the terminal.
        mode: `hosts` gives lines for a hosts file, without indent and uncut; others say which zone holds what.
    """
    if mode != "hosts":
        rows = [[f"+ {r.host}", f"{r.address}", f"{_zone(r)}, seen by {_seen_by(r)}"] for r in records]
        yield from section("DNS records", rows, style)
        return
    for _, same in groupby(records, key=lambda record: record.vpcs):
        shared = list(same)
        yield ""
        yield style.paint(f"Lines for the hosts file of every node in {_seen_by(shared[0])}", "bold")
        yield from (f"{record.address} {record.host}" for record in shared)


def _zone(record: DnsRecord) -> str:
    return "in a zone of its own" if record.zone == record.host else f"in zone {record.zone}"


def _seen_by(record: DnsRecord) -> str:
    """The VPCs by id; of very many the first ones and how many more, since JSON and `--client` tell them all."""
    names = [vpc for _, vpc in record.vpcs]
    left = len(names) - _LISTED
    return ", ".join(names) if left <= 0 else f"{', '.join(names[:_LISTED])} and {left} more"
