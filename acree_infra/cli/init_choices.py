"""What a first stack file shall say: named by an option, or asked, or the only one there is."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from acree_infra.cli.streams import complain
from acree_infra.cloud.inventory import InventoryReader, Named
from acree_infra.discovery.inventory import Inventory
from acree_infra.discovery.proposal import Proposal, cens_with_routers, clients_of
from acree_infra.errors import ConfigError, UnknownName
from acree_infra.topology.found import suggestion

Ask = Callable[[str], str] | None
"""Shows a prompt and returns a line; None where nobody is to be asked."""

_CREATE = Named("", "create", "", "a new one")


def choose(inventory: Inventory, reader: InventoryReader, options: argparse.Namespace, ask: Ask) -> Proposal:
    """Choose everything that a stack file names.

    Raises:
        ConfigError: something is needed that the account does not have, or several fit and nobody can be asked.
        UnknownName: an option names what does not exist.
    """
    registry = _one("registry instance", inventory.registries, options.registry, "--registry", ask)
    linked = reader.linked_vpcs(registry.region, registry.id)
    near = [vpc for vpc in inventory.vpcs if vpc.region == registry.region]
    offered = [vpc for vpc in near if vpc.id in linked] or near
    service = _one("VPC to reach it through", offered, options.service_vpc, "--service-vpc", ask, among=near)
    link = None
    if service.id not in linked:
        vswitches = reader.vswitches(service.region, service.id)
        link = _one("vSwitch to link it at", vswitches, options.link, "--link", ask, first=True)
    clients = _some([vpc for vpc in inventory.vpcs if vpc.id != service.id], options.client, ask)
    cens = cens_with_routers(inventory, {service.region, *(vpc.region for vpc in clients)})
    cen = _one("CEN", [*cens, _CREATE], options.cen, "--cen", ask, first=len(cens) <= 1)
    return Proposal(registry, service, link, cen.id, clients_of(clients), inventory)


def _one(
    what: str,
    offered: Sequence[Named],
    wanted: str,
    option: str,
    ask: Ask,
    *,
    among: Sequence[Named] = (),
    first: bool = False,
) -> Named:
    """One of several.

    Args:
        what: what it is, in words.
        offered: those that make sense, the best first.
        wanted: id or name that an option gave; empty when none did.
        option: that option.
        ask: who is asked.
        among: all that an option may name, when these are more than those that are offered.
        first: whether the best is taken where nobody is to be asked.
    """
    if wanted:
        return _named(what, among or offered, wanted, option)
    if not offered:
        raise ConfigError(
            f"there is no {what} where it was looked for", remedy="look in other regions: --regions A,B, or make one"
        )
    if len(offered) == 1 or (first and ask is None):
        complain(f"{what}: {_line(offered[0])}")
        return offered[0]
    if ask is None:
        ids = ", ".join(one.id for one in offered)
        raise ConfigError(f"which {what}? there are {ids}", remedy=f"name one: {option} ID")
    return offered[_numbers(what, offered, ask, most=1)[0]]


def _some(offered: Sequence[Named], wanted: Sequence[str], ask: Ask) -> list[Named]:
    """Any number of the VPCs that could pull; all where nobody is asked."""
    if wanted:
        return [_named("VPC that pulls", offered, one, "--client") for one in wanted]
    if not offered:
        raise ConfigError(
            "there are no VPCs that pull where it was looked for", remedy="look in other regions: --regions A,B"
        )
    if ask is None:
        return list(offered)
    return [offered[place] for place in _numbers("VPCs that pull", offered, ask, most=len(offered))]


def _named(what: str, offered: Sequence[Named], wanted: str, option: str) -> Named:
    found = [one for one in offered if wanted in {one.id, one.name}]
    if len(found) == 1:
        return found[0]
    if found:
        raise ConfigError(f"{option} {wanted}: {len(found)} have this name", remedy="name one by its id")
    known = [word for one in offered for word in (one.id, one.name) if word]
    raise UnknownName(f"{option}: there is no {what} {wanted!r}", remedy=suggestion(wanted, known))


def _numbers(what: str, offered: Sequence[Named], ask: Callable[[str], str], *, most: int) -> list[int]:
    """The places of what is chosen; Enter takes the first, or all where several may be chosen."""
    complain(f"{what}:")
    for number, one in enumerate(offered, 1):
        complain(f"  {number}  {_line(one)}")
    default = "1" if most == 1 else "all"
    how = "number" if most == 1 else "numbers with commas between, or `all`"
    while True:
        answer = ask(f"  {how} [{default}]: ").strip() or default
        if most > 1 and answer == "all":
            return list(range(len(offered)))
        words = [word.strip() for word in answer.split(",")]
        places = [int(word) - 1 for word in words if word.isdecimal() and 0 < int(word) <= len(offered)]
        if len(places) == len(words) <= most and len(set(places)) == len(places):
            return sorted(places)
        complain(f"  expected {how}, found {answer!r}")


def _line(one: Named) -> str:
    return "  ".join(text for text in (one.id, one.name, one.region, one.about) if text)
