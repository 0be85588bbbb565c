"""What names and ids of a stack file must say together, so that each part of the plan has its own; see `checks`."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.topology.checks import check
from acree_infra.topology.fault import Fault, Key, key_text
from acree_infra.topology.found import shown
from acree_infra.topology.written import Written

SERVICE = "service"
"""Name of the service VPC in a plan."""
_PARTS = ("vbr", "router", "connection", "attachment")


@check
def service_is_the_service_vpc(written: Written) -> Iterator[Fault]:
    """Parts of the service VPC and of a client are named alike: `att-service`."""
    for holder in (*written.clients(), *written.sites()):
        if written.text(*holder, "name") == SERVICE:
            key = (*holder, "name")
            message = f"{key_text(key)}: {shown(SERVICE)} is the name of the service VPC in a plan"
            yield Fault(key, message, "give it another name")


@check
def parts_have_names_of_their_own(written: Written) -> Iterator[Fault]:
    """A way's parts are named `<site>-<way>` and a client's by its name: `a` with `b-c` would meet `a-b` with `c`."""
    known: dict[str, Key] = {}
    for client in written.clients():
        name = written.text(*client, "name")
        if name is not None and written.text(*client, "via") in {None, "transit-router"}:
            known.setdefault(name, client)
    for site in written.sites():
        of_site = written.text(*site, "name")
        for way in written.items(*site, "via"):
            of_way = written.text(*way, "name") or written.text(*way, "kind")
            if of_site is None or of_way is None:
                continue
            name = f"{of_site}-{of_way}"
            earlier = known.setdefault(name, way)
            if earlier[:2] != way[:2]:
                message = (
                    f"{key_text(way)}: its parts would be named {shown(name)} like those of {key_text(earlier)}, "
                    f"{written.first(earlier)}"
                )
                yield Fault(way, message, "give the way a `name` with which they differ")


@check
def parts_that_exist_belong_to_one_way(written: Written) -> Iterator[Fault]:
    """A VBR, an Express Connect Router, a connection or an attachment is planned once, with its way's own routes."""
    known: dict[str, Key] = {}
    for site in written.sites():
        for way in written.items(*site, "via"):
            for part in _PARTS:
                identifier, key = written.text(*way, part), (*way, part)
                if identifier is None or identifier == "create":
                    continue
                earlier = known.setdefault(identifier, key)
                if earlier != key:
                    message = (
                        f"{key_text(key)}: {shown(identifier)} is that of {key_text(earlier[:-1])} already, "
                        f"{written.first(earlier)}"
                    )
                    yield Fault(key, message, "write one way that serves both, or another part")
