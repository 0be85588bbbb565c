"""Each created route taken away and put back: exactly the legs that the plan names for it must fail meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING, Any

from scripts.account import Account
from scripts.hosts import Reach, reaching
from scripts.waiting import until

if TYPE_CHECKING:
    from scripts.proof import Proof


@dataclass(frozen=True, slots=True)
class Removal:
    """What happened while one created route was gone.

    Attributes:
        route: the route, as the plan's JSON has it.
        by_host: legs that did not answer meanwhile, by host.
        users: hosts whose packets, there or back, are carried by the route.
        pulled: whether a whole pull worked meanwhile; None when only the legs were asked.
        healed: whether all legs answered again after it was put back.
    """

    route: Mapping[str, Any]
    by_host: Mapping[str, tuple[str, ...]]
    users: frozenset[str]
    pulled: bool | None
    healed: bool

    @property
    def failed(self) -> tuple[str, ...]:
        """Legs that did not answer on some host."""
        found = {leg for legs in self.by_host.values() for leg in legs}
        return tuple(leg for leg in ("registry", "auth", "oss") if leg in found)

    @property
    def right(self) -> bool:
        """Whether exactly the legs that the plan names for the route failed, for its users only, and came back."""
        wanted = expected(self.route, self.users, self.by_host)
        return self.healed and bool(self.users) and not self.pulled and wanted == _sets(self.by_host)

    def line(self) -> str:
        """One row of a table for a person."""
        table = self.route["table"]
        where = f"{table['kind']} {table['owner']} {table['id']}"
        pull = {None: "", False: "; a pull fails", True: "; a pull WORKS"}[self.pulled]
        verdict = "as planned" if self.right else "NOT AS PLANNED"
        fails = f"{', '.join(self.failed) or 'nothing'} for {', '.join(sorted(self.users))}{pull}"
        return f"{where:<46} {self.route['destination']:<18} {verdict}: fails {fails}"


def removable(route: Mapping[str, Any]) -> bool:
    """Whether a row of the plan is a route that can be deleted; selectors are a part of their connection."""
    return bool(route["origin"] == "created" and route["table"]["kind"] != "ipsec")


def advertised(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Rows of transit routers that are there because a VPC's route is advertised by hand (4.2).

    Yields:
        The row, with the advertisement as `advertisement`.
    """
    for publication in plan.get("premises", {}).get("publications", ()):
        for route in plan["routes"]:
            table, home = route["table"], publication["table"]
            here = (table["kind"], table["region"]) == ("transit-router", home["region"])
            if here and route["destination"] == publication["destination"]:
                yield {**route, "advertisement": publication}


def expected(route: Mapping[str, Any], users: frozenset[str], hosts: Mapping[str, object]) -> dict[str, set[str]]:
    """What is to fail on each host while a route is gone."""
    return {host: set(route["legs"]) if host in users else set() for host in hosts}


def users_of(route: Mapping[str, Any], plan: Mapping[str, Any], hosts: Mapping[str, IPv4Address]) -> frozenset[str]:
    """The hosts whose packets a route carries.

    Args:
        route: a created route of the plan.
        plan: the plan's JSON.
        hosts: address by name of host.
    """
    table = route["table"]
    back = _within(hosts, [IPv4Network(route["destination"])])
    subnets = [subnet for node in plan["clients"] for subnet in node["subnets"] if node["id"] == table["owner"]]
    if back:
        return back
    if subnets:
        bound = [IPv4Network(subnet["cidr"]) for subnet in subnets if subnet["table"] == table["id"]]
        return _within(hosts, [*bound, *_entering(table, plan)])
    if table["kind"] in {"vpc", "vpn-gateway"}:  # the way back of a host that nobody asks from
        return frozenset()
    return frozenset(hosts)


def _within(hosts: Mapping[str, IPv4Address], cidrs: Sequence[IPv4Network]) -> frozenset[str]:
    return frozenset(name for name, address in hosts.items() if any(address in cidr for cidr in cidrs))


def _entering(table: Mapping[str, Any], plan: Mapping[str, Any]) -> Iterator[IPv4Network]:
    """CIDRs of the data centers whose packets come out of a VPN gateway into a table of its VPC."""
    premises = plan.get("premises", {})
    gateways = {passage["owner"] for passage in premises.get("passages", ()) if passage["table"] == table}
    through = {its["way"] for its in premises.get("connections", ()) if its["gateway"] in gateways}
    sites = {way["site"] for way in premises.get("ways", ()) if way["name"] in through}
    for site in premises.get("sites", ()):
        yield from (IPv4Network(cidr) for cidr in site["cidrs"] if site["name"] in sites)


def removals(proofs: Sequence[Proof], account: Account) -> Iterator[Removal]:
    """Delete each created route through the API, look which legs fail on which hosts, put it back.

    What is advertised to a transit router by hand is withdrawn in the same way. Every host asks every leg each time;
    one route of each table whose loss must fail a pull gets a whole pull too. At the end the routers' routes are as if
    somebody had deleted them: a route that is put back has another id than the one that the stack knows.
    `pulumi up --refresh` makes them again.

    Args:
        proofs: one for each host, all of the same workplace and plan.
        account: what deletes and makes routes.
    """
    with ExitStack() as kept:
        reaches = {proof.host: kept.enter_context(reaching(proof.place, proof.host)) for proof in proofs}
        asking = _Asking(proofs[0], reaches, kept.enter_context(ThreadPoolExecutor(len(reaches))))
        addresses = {proof.host: proof.address for proof in proofs}
        removing = _Removing({proof.host: proof for proof in proofs}, addresses, account, asking)
        plan = proofs[0].plan
        for route in (*filter(removable, plan["routes"]), *advertised(plan)):
            yield removing.remove(route)
    account.forget_restored()


class _Asking:
    """Asks every leg from every host at once."""

    def __init__(self, proof: Proof, reaches: Mapping[str, Reach], pool: ThreadPoolExecutor) -> None:
        self._proof, self._reaches, self._pool = proof, reaches, pool
        self._legs = proof.legs()
        self.last: dict[str, tuple[str, ...]] = {}

    def move_storage(self, address: IPv4Address) -> None:
        self._proof.move_storage(str(address))
        self._legs["oss"] = [str(address)]
        until(lambda: self.fails({host: set() for host in self._reaches}))

    def fails(self, wanted: Mapping[str, set[str]]) -> bool:
        """Whether just these legs fail on each host; what was seen is kept in `last`."""
        self._proof.place.ask("GET", "network")  # returns when the kernel has the present state
        addresses = [address for found in self._legs.values() for address in found]
        answers = self._pool.map(lambda reach: reach.ask(addresses), self._reaches.values())
        self.last = {host: self._failing(found) for host, found in zip(self._reaches, answers, strict=True)}
        return _sets(self.last) == wanted

    def _failing(self, found: Mapping[str, bool]) -> tuple[str, ...]:
        return tuple(leg for leg, addresses in self._legs.items() if not all(found[its] for its in addresses))


@dataclass
class _Removing:
    """Takes routes away, one at a time."""

    proofs: Mapping[str, Proof]
    addresses: Mapping[str, IPv4Address]
    account: Account
    asking: _Asking
    pulled: set[str] = field(default_factory=set)

    def remove(self, route: Mapping[str, Any]) -> Removal:
        first = next(iter(self.proofs.values()))
        prefix = IPv4Network(route["destination"])
        if prefix in first.ranges():
            self.asking.move_storage(prefix[9])
        users = users_of(route, first.plan, self.addresses)
        restore = self.account.delete_route(route)
        try:
            until(lambda: self.asking.fails(expected(route, users, self.proofs)))
            failed, pulled = self.asking.last, self._pull(route, users)
        finally:
            restore()
        healed = until(lambda: self.asking.fails({host: set() for host in self.proofs}))
        return Removal(route, failed, users, pulled, healed)

    def _pull(self, route: Mapping[str, Any], users: frozenset[str]) -> bool | None:
        """A pull without the route, once for each table; a client that lacks one auth address of two tries the next."""
        table = f"{route['table']['kind']} {route['table']['id']}"
        if table in self.pulled or not users or route["legs"] in ([], ["auth"]):
            return None
        self.pulled.add(table)
        return self.proofs[min(users)].pull_within(_PULL_SECONDS)


_PULL_SECONDS = 6
"""A packet without a route is waited for in vain: longer than a pull takes."""


def _sets(by_host: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    return {host: set(legs) for host, legs in by_host.items()}
