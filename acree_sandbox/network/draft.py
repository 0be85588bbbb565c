"""A plan in the making: the parts of the description add to it, `finish` freezes it."""

from __future__ import annotations

from dataclasses import dataclass, field

from acree_sandbox.network.values import Address, End, Kind, Link, Namespace, NetworkPlan, Route, Rule


@dataclass(slots=True)
class _Open:
    kind: Kind
    subject: str
    forwards: bool
    addresses: set[Address] = field(default_factory=set)
    rules: set[Rule] = field(default_factory=set)
    routes: dict[tuple[int, str], Route] = field(default_factory=dict)
    marking: str = ""


class Draft:
    """Collects namespaces and links."""

    def __init__(self) -> None:
        self._namespaces: dict[str, _Open] = {}
        self._links: set[Link] = set()

    def namespace(self, name: str, kind: Kind, subject: str, *, forwards: bool = False) -> str:
        """Add a namespace and return its name."""
        self._namespaces[name] = _Open(kind, subject, forwards)
        return name

    def link(self, near: End, far: End) -> None:
        """Join two namespaces; either may be added later, a link to one that never comes is left out."""
        self._links.add(Link(*sorted((near, far))))

    def address(self, namespace: str, link: str, address: str) -> None:
        """Let a namespace answer on an address."""
        self._namespaces[namespace].addresses.add(Address(link, address))

    def route(self, namespace: str, table: int, destination: str, link: str) -> None:
        """Add a route; `BLACK_HOLE` as link drops, and of one destination the first route counts."""
        self._namespaces[namespace].routes.setdefault((table, destination), Route(table, destination, link))

    def rule(self, namespace: str, rule: Rule) -> None:
        """Add a routing rule."""
        self._namespaces[namespace].rules.add(rule)

    def marking(self, namespace: str, text: str) -> None:
        """Set the nftables rules of a namespace."""
        self._namespaces[namespace].marking = text

    def finish(self) -> NetworkPlan:
        """Freeze what was collected."""
        namespaces = {
            name: Namespace(
                name,
                its.kind,
                its.subject,
                forwards=its.forwards,
                addresses=frozenset(its.addresses),
                rules=frozenset(its.rules),
                routes=frozenset(its.routes.values()),
                marking=its.marking,
            )
            for name, its in self._namespaces.items()
        }
        links = {its for its in self._links if its.near.namespace in namespaces and its.far.namespace in namespaces}
        return NetworkPlan(namespaces, frozenset(links))
