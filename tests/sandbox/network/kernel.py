"""A kernel of its own for tests: does what batches say, as strictly as the real one."""

from collections.abc import Iterable, Iterator

from acree_sandbox.network.differ import ROOT, Batch


class Kernel:
    """Namespaces with interfaces, addresses, rules and routes as they were told."""

    def __init__(self) -> None:
        self.namespaces: dict[str, dict[str, object]] = {}
        self.peers: dict[tuple[str, str], tuple[str, str]] = {}
        self.up: set[tuple[str, str]] = set()
        self.addresses: dict[str, set[str]] = {}
        self.rules: dict[str, list[str]] = {}
        self.routes: dict[str, dict[tuple[str, str], str]] = {}
        self.marking: dict[str, str] = {}
        self.forwards: dict[str, bool] = {}
        self.commands = 0

    def apply(self, batches: Iterable[Batch]) -> None:
        """Those that run side by side may end in any order: here the last one is the first."""
        for group in _side_by_side(batches):
            self._apply(reversed(group))

    def _apply(self, batches: Iterable[Batch]) -> None:
        for batch in batches:
            if batch.new:
                assert batch.namespace in self.namespaces
                self.forwards[batch.namespace] = batch.forwards
            for line in batch.lines:
                self.commands += 1
                self._do(batch.namespace, line.split())
            if batch.marking:
                self.marking[batch.namespace] = batch.marking.removeprefix("table ip acree\ndelete table ip acree\n")

    def _do(self, where: str, words: list[str]) -> None:
        doing = {"netns": self._netns, "link": self._link, "address": self._address, "rule": self._rule}
        doing.get(words[0], self._any_route)(where, words)

    def _netns(self, _where: str, words: list[str]) -> None:
        match words:
            case ["netns", "add", name]:
                assert name not in self.namespaces
                self.namespaces[name] = {}
                self.addresses[name], self.rules[name], self.routes[name] = set(), ["32766", "32767"], {}
                self.peers[name, "lo"] = (name, "lo")
            case ["netns", "del", name]:
                del self.namespaces[name]
                for link in [link for link in self.peers if link[0] == name]:
                    self._drop(link)
                for kept in (self.addresses, self.rules, self.routes, self.marking, self.forwards):
                    kept.pop(name, None)
            case _:
                raise AssertionError(f"no such command: {words}")

    def _link(self, where: str, words: list[str]) -> None:
        match words:
            case ["link", "add", "name", a, _, _, "netns", n, "type", "veth", _, "name", b, _, _, "netns", m]:
                assert (n, a) not in self.peers
                assert (m, b) not in self.peers
                assert {n, m} <= self.namespaces.keys()
                self.peers[n, a], self.peers[m, b] = (m, b), (n, a)
            case ["link", "set", "dev", name, "up"] | ["link", "set", "dev", name, "arp", "off", "up"]:
                assert (where, name) in self.peers
                self.up.add((where, name))
            case ["link", "del", "dev", name]:
                assert where in self.namespaces
                self._drop((where, name))
            case _:
                raise AssertionError(f"no such command: {words}")

    def _address(self, where: str, words: list[str]) -> None:
        _, verb, address, _, link = words
        assert (where, link) in self.up
        if verb == "add":
            assert f"{address} {link}" not in self.addresses[where]
            self.addresses[where].add(f"{address} {link}")
        else:
            self.addresses[where].remove(f"{address} {link}")

    def _rule(self, where: str, words: list[str]) -> None:
        match words:
            case ["rule", "add", *rest]:
                assert " ".join(rest) not in self.rules[where]
                self.rules[where].append(" ".join(rest))
            case ["rule", "del", "priority", priority]:
                self.rules[where].remove(priority)
            case ["rule", "del", *rest]:
                self.rules[where].remove(" ".join(rest))
            case _:
                raise AssertionError(f"no such command: {words}")

    def _any_route(self, where: str, words: list[str]) -> None:
        match words:
            case ["route", verb, "blackhole", destination, "table", table]:
                self._route(where, verb, (table, destination), "")
            case ["route", verb, destination, "via", _, "dev", link, "onlink", "table", table]:
                assert (where, link) in self.up
                self._route(where, verb, (table, destination), link)
            case _:
                raise AssertionError(f"no such command: {words}")

    def _route(self, where: str, verb: str, key: tuple[str, str], link: str) -> None:
        if verb == "replace":
            self.routes[where][key] = link
        else:
            assert self.routes[where].pop(key) == link

    def _drop(self, link: tuple[str, str]) -> None:
        for name, interface in {link, self.peers[link]}:
            self.peers.pop((name, interface), None)
            self.up.discard((name, interface))
            if name in self.namespaces:
                self.addresses[name] = {its for its in self.addresses[name] if its.split()[1] != interface}
                self.routes[name] = {key: its for key, its in self.routes[name].items() if its != interface}


def _side_by_side(batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    group: list[Batch] = []
    for batch in batches:
        if batch.namespace == ROOT or batch.waits:
            yield group
            group = []
        group.append(batch)
        if batch.namespace == ROOT:
            yield group
            group = []
    yield group
