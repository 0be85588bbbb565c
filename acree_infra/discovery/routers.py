"""The transit routers of a CEN that exists, without what this stack made on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, get_args

from acree_infra.cloud.cen import AttachmentKind, AttachmentRecord, CenReader, TransitRouterRecord
from acree_infra.discovery.existing import existing_routes
from acree_infra.discovery.facts import Attachment, TransitRouterFacts, TransitRouterTable
from acree_infra.topology.ownership import is_own_tag, stack_tag

_KINDS: tuple[AttachmentKind, ...] = get_args(AttachmentKind)
ENTERPRISE = "Enterprise"


@dataclass(frozen=True, slots=True)
class RegionRouters:
    """What one region has of a CEN.

    Attributes:
        routers: foreign transit routers, by id.
        own_attachments: ids of this stack's attachments, as this region sees them.
        used: addresses that this stack's attachments took, by vSwitch.
    """

    routers: tuple[TransitRouterFacts, ...] = ()
    own_attachments: frozenset[str] = frozenset()
    used: Counter[str] = field(default_factory=Counter)


def region_routers(stack: str, reader: CenReader, cen: str, region: str, note: Callable[[str], None]) -> RegionRouters:
    """Transit routers of an existing CEN in one region; only an Enterprise Edition router has tables to read (4.1)."""
    records = reader.transit_routers(cen, region)
    if not any(record.edition == ENTERPRISE for record in records):
        return RegionRouters(tuple(_bare(record) for record in _foreign(stack, records)))
    attachments = tuple(found for kind in _KINDS for found in reader.attachments(cen, region, kind))
    own = tuple(attachment for attachment in attachments if is_own_tag(stack, attachment.tags))
    names = frozenset(attachment.id for attachment in own)
    routers = tuple(
        _router(
            stack, reader, record, tuple(a for a in attachments if a.router == record.id and a.id not in names), note
        )
        for record in _foreign(stack, records)
    )
    return RegionRouters(routers, names, _used(own))


def own_addresses(stack: str, reader: CenReader, regions: Iterable[str]) -> Counter[str]:
    """Addresses that attachments of a CEN made by this stack took, by vSwitch.

    Such a CEN is known only by its tag, since the stack file says `create`; nothing else of it is looked up.
    """
    cens = reader.cens_tagged(*stack_tag(stack))
    found = (reader.attachments(cen, region, "vpc") for cen in cens for region in regions)
    return _used(
        attachment for attachments in found for attachment in attachments if is_own_tag(stack, attachment.tags)
    )


def without_own_attachments(regions: Iterable[RegionRouters]) -> tuple[TransitRouterFacts, ...]:
    """The routers of all regions, by region and id, without this stack's attachments.

    A peer attachment is seen from both its ends, and one end may not tell the tags: what is own anywhere is left
    out everywhere.
    """
    found = tuple(regions)
    own = frozenset(name for region in found for name in region.own_attachments)
    routers = (
        router.model_copy(update={"attachments": tuple(a for a in router.attachments if a.id not in own)})
        for region in found
        for router in region.routers
    )
    return tuple(sorted(routers, key=lambda router: (router.region, router.id)))


def _foreign(stack: str, records: Iterable[TransitRouterRecord]) -> list[TransitRouterRecord]:
    return [record for record in records if not is_own_tag(stack, record.tags)]


def _used(attachments: Iterable[AttachmentRecord]) -> Counter[str]:
    return Counter(vswitch for attachment in attachments for vswitch in attachment.vswitches)


def _bare(record: TransitRouterRecord) -> TransitRouterFacts:
    """A router whose tables are not read: Basic, or of an edition that the account does not tell (G5)."""
    edition: Literal["Basic"] | None = "Basic" if record.edition == "Basic" else None
    return TransitRouterFacts(id=record.id, region=record.region, edition=edition)


def _router(
    stack: str,
    reader: CenReader,
    record: TransitRouterRecord,
    attachments: tuple[AttachmentRecord, ...],
    note: Callable[[str], None],
) -> TransitRouterFacts:
    if record.edition != ENTERPRISE:
        return _bare(record)
    tables = sorted(reader.tables(record.region, record.id), key=lambda table: table.id)
    association: dict[str, str] = {}
    propagations: dict[str, list[str]] = {}
    for table in tables:
        association.update(dict.fromkeys(reader.associations(record.region, table.id), table.id))
        for name in reader.propagations(record.region, table.id):
            propagations.setdefault(name, []).append(table.id)
    return TransitRouterFacts(
        id=record.id,
        region=record.region,
        edition="Enterprise",
        tables=tuple(
            TransitRouterTable(
                id=table.id,
                type="System" if table.type == "System" else "Custom",
                routes=existing_routes(stack, table.id, reader.static_routes(record.region, table.id), note),
            )
            for table in tables
        ),
        attachments=tuple(
            _attachment(found, association.get(found.id, ""), tuple(sorted(propagations.get(found.id, ()))))
            for found in sorted(attachments, key=lambda found: found.id)
        ),
    )


def _attachment(record: AttachmentRecord, association: str, propagations: tuple[str, ...]) -> Attachment:
    return Attachment(
        id=record.id,
        kind=record.kind,
        resource=record.resource,
        peer_region=record.peer_region or None,
        vswitches=record.vswitches,
        auto_advertise=record.auto_publish,
        bandwidth=record.bandwidth,
        bandwidth_type=record.bandwidth_type,
        association=association,
        propagations=propagations,
    )
