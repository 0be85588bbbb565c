"""What the keys of a stack file must say together.

Every check reads the file as it was written, not the finished model: so all problems can be listed at once, even where
a key elsewhere is wrong. A check passes over values of the wrong kind; the models speak of those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from acree_infra.topology.fault import Fault, Key, key_text
from acree_infra.topology.fields import plain_lists
from acree_infra.topology.found import nearest, shown
from acree_infra.topology.written import Written

Check = Callable[[Written], Iterator[Fault]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Add a check."""
    CHECKS.append(function)
    return function


def faults_together(written: Written) -> list[Fault]:
    """What all checks find."""
    return [fault for one in CHECKS for fault in one(written)]


def _repeated(written: Written, keys: Iterable[Key], remedy: str) -> Iterator[Fault]:
    first: dict[str, Key] = {}
    for key in keys:
        value = written.text(*key)
        if value is None:
            continue
        earlier = first.setdefault(value.lower().rstrip("."), key)
        if earlier != key:
            yield Fault(key, f"{key_text(key)}: {shown(value, key)} is there already, {written.first(earlier)}", remedy)


@check
def client_names_are_unique(written: Written) -> Iterator[Fault]:
    """Names become parts of resource names."""
    keys = [(*client, "name") for client in written.clients()]
    yield from _repeated(written, keys, "give each client its own name")


@check
def client_vpcs_are_unique(written: Written) -> Iterator[Fault]:
    """A VPC is attached once."""
    keys = [(*client, "vpc") for client in written.clients()]
    yield from _repeated(written, keys, "write one client with everything about this VPC")


@check
def service_vpc_is_no_client(written: Written) -> Iterator[Fault]:
    """Hosts of the service VPC are joined to the instance already."""
    service = written.service_vpc()
    for client in written.clients():
        vpc = written.text(*client, "vpc")
        if vpc and vpc == written.text(*service):
            message = f"{key_text((*client, 'vpc'))}: {shown(vpc)} is the service VPC, {written.first(service)}"
            yield Fault(
                (*client, "vpc"), message, "leave this client out: the service VPC reaches the registry by itself"
            )


@check
def list_items_are_unique(written: Written) -> Iterator[Fault]:
    """The same CIDR, vSwitch, route table or host twice in one list is a slip."""
    for key in plain_lists(written.data):
        yield from _repeated(written, written.items(*key), "remove one of them")


@check
def overrides_are_unique(written: Written) -> Iterator[Fault]:
    """Two overrides of one route contradict each other."""
    first: dict[tuple[str | None, ...], Key] = {}
    for key in written.items("routes"):
        route = tuple(written.text(*key, part) for part in ("region", "destination", "table"))
        earlier = first.setdefault(route, key)
        if earlier != key and all(route[:2]):
            message = f"{key_text(key)}: the route to {shown(route[1])} is overridden already, {written.first(earlier)}"
            yield Fault(key, message, "keep one of them")


@check
def link_is_for_the_own_region(written: Written) -> Iterator[Fault]:
    """An instance is linked to VPCs of its own region only (4.1)."""
    own = written.text("registry", "region")
    for client in written.clients():
        region = written.text(*client, "region")
        if written.text(*client, "via") == "link" and own and region and region != own:
            yield Fault(
                (*client, "via"),
                f"{key_text((*client, 'via'))}: expected `transit-router` for a VPC in {shown(region)}, found `link`; "
                f"the instance is in {shown(own)} and links VPCs of its own region only",
                "leave the key out",
            )


@check
def link_goes_with_its_keys(written: Written) -> Iterator[Fault]:
    """`link-vswitch` means nothing without `via: link`; attachments mean nothing with it."""
    for client in written.clients():
        via = written.text(*client, "via")
        direct = via in {"link", "vpc-peering"}
        unused = ("attachment", "vswitches") if direct else ()
        for name in (*unused, *(() if via == "link" else ("link-vswitch",))):
            if written.at(*client, name):
                condition = f"without `via: {via}`" if name in unused else "with `via: link`"
                message = f"{key_text((*client, name))}: it is used only {condition}"
                yield Fault((*client, name), message, "remove it, or change `via`")


@check
def transit_routers_are_used(written: Written) -> Iterator[Fault]:
    """A router of a region without registry and clients is a slip in the region."""
    routers = written.at("network", "transit-routers")
    used = [written.text("registry", "region"), *(written.text(*client, "region") for client in written.clients())]
    ways = written.ways("transit-vpn", "express-connect", "express-connect-router")
    used += [region for way in ways if (region := written.text(*way, "region"))]
    regions = dict.fromkeys(region for region in used if region)
    if not isinstance(routers, dict) or len(regions) == 0 or None in used:
        return
    for region in routers:
        if region not in regions:
            key = ("network", "transit-routers", region)
            close = nearest(region, regions)
            message = f"{key_text(key)}: expected a region of the registry or of a client, found {shown(region)}"
            yield Fault(key, message, f"did you mean {close!r}?" if close else f"used: {', '.join(regions)}")


@check
def own_region_has_no_peer(written: Written) -> Iterator[Fault]:
    """The connection to the registry's region is a thing of the other regions."""
    own = written.text("registry", "region") or ""
    for name in ("bandwidth", "peer-attachment"):
        key = ("network", "transit-routers", own, name)
        if written.at(*key):
            message = f"{key_text(key)}: expected this key at another region's transit router"
            yield Fault(key, message, f"{own} is the registry's own region and has no connection to itself")


@check
def new_cen_has_no_routers(written: Written) -> Iterator[Fault]:
    """A transit router belongs to one CEN for ever, so a new CEN cannot hold one that exists."""
    routers = written.at("network", "transit-routers")
    if written.text("network", "cen") != "create" or not isinstance(routers, dict):
        return
    for region in routers:
        key: Key = ("network", "transit-routers", region)
        router = written.text(*key) or written.text(*key, "id")
        if router and router != "create":
            message = f"{key_text(key)}: {shown(router)} exists, but `network.cen: create` makes a new CEN"
            yield Fault(key, message, "write the id of the router's CEN as `network.cen`")


@check
def zone_goes_with_private_zone(written: Written) -> Iterator[Fault]:
    """A zone name means nothing where no zone is made."""
    mode = written.text("dns", "mode")
    if written.at("dns", "zone") and mode in {"hosts", "none"}:
        yield Fault(
            ("dns", "zone"), f"dns.zone: it is used only with `mode: private-zone`, found {shown(mode)}", "remove it"
        )
