"""What the Express Connect actions share: look-ups by id, filters, refusals of what is on its way."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from acree_sandbox.api.expressconnect.resources import BgpGroup, BgpPeer, PhysicalConnection, Vbr
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import records, text, texts
from acree_sandbox.core.records import Record
from acree_sandbox.core.resources import Resource

FILTER = records("Filter", text("Key", required=True), texts("Value"))


def need_vbr(cloud: Cloud, identifier: str) -> Vbr:
    """A VBR; ApiError ``InvalidVbrId.NotFound``."""
    return cloud.need(Vbr, identifier, "InvalidVbrId.NotFound")


def need_line(cloud: Cloud, identifier: str) -> PhysicalConnection:
    """A physical connection; ApiError ``InvalidPhysicalConnectionId.NotFound``."""
    return cloud.need(PhysicalConnection, identifier, "InvalidPhysicalConnectionId.NotFound")


def need_group(cloud: Cloud, identifier: str) -> BgpGroup:
    """A BGP group; ApiError ``InvalidBgpGroupId.NotFound``."""
    return cloud.need(BgpGroup, identifier, "InvalidBgpGroupId.NotFound")


def need_peer(cloud: Cloud, identifier: str) -> BgpPeer:
    """A BGP peer; ApiError ``InvalidBgpPeerId.NotFound``."""
    return cloud.need(BgpPeer, identifier, "InvalidBgpPeerId.NotFound")


def refuse_busy(row: Resource) -> None:
    """Raise ApiError while a resource is on its way to another status."""
    if row.next_status:
        raise ApiError("TaskConflict", f"The {row.kind} {row.id!r} is {row.status}; wait until that is over.")


def fits(filtered: Collection[Record], values: Mapping[str, str]) -> bool:
    """Whether something fits all filters of a request; of one filter the values are alternatives.

    Raises:
        ApiError: a filter has another key.
    """
    for item in filtered:
        if item.text("Key") not in values:
            raise ApiError("InvalidFilterKey", f"A filter's key is one of {', '.join(values)}, not {item.text('Key')}.")
    return all(values[item.text("Key")] in item.texts("Value") for item in filtered)
