"""A traced walk beside the flights of real packets, and what is different between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from acree_infra.routing.trace import Step, Trace, Verdict
from tests.e2e.network.worlds.fabric import Flight


@dataclass(frozen=True, slots=True)
class Pair:
    """A host and an address.

    Attributes:
        namespace: the host's.
        vpc: its VPC; empty for a host of a data center.
        vswitch: its vSwitch, likewise.
        source: its address.
        target: the address.
        flows: how many connections are tried: an attachment may spread them over several tables.
        site: name of its data center; empty for a host of a VPC.
        steered: whether the plan alone says which way packets go. Where a router learns a data center from several
            ways that work, no fact of ours tells which it takes: only whether packets come through is compared.
    """

    namespace: str
    vpc: str
    vswitch: str
    source: str
    target: str
    flows: int
    site: str = ""
    steered: bool = True


@dataclass
class Walks:
    """All pairs of one world.

    Attributes:
        traced: what the planner says.
        flown: what the kernel did, one flight for each flow.
    """

    traced: Mapping[Pair, Trace]
    flown: dict[Pair, Sequence[Flight]] = field(default_factory=dict)

    def delivered(self, pair: Pair) -> bool:
        """Whether the planner says that an answer comes back, whatever table a connection meets."""
        return self.traced[pair].verdict is Verdict.DELIVERED

    def wrong(self, pair: Pair) -> list[str]:
        """What the planner says otherwise than the kernel; nothing when they agree.

        A packet that runs in a loop through an attachment with several tables meets them in turn, and may get out by
        chance; no fact tells what the cloud does, and the planner counts it as lost.
        """
        traced = self.traced[pair]
        if pair.flows > 1 and traced.reason.endswith("runs in a loop"):
            return []
        return list(_differences(traced, self.flown[pair], lengths=pair.steered))

    def disagreements(self) -> list[str]:
        """Every pair on which they disagree, with both walks."""
        return [
            f"{pair.namespace} {pair.source} -> {pair.target}: {'; '.join(wrong)}\n"
            f"{_shown(self.traced[pair])}\n  kernel: {_flights(self.flown[pair])}"
            for pair in self.traced
            if (wrong := self.wrong(pair))
        ]


def _differences(traced: Trace, flights: Sequence[Flight], *, lengths: bool) -> Iterator[str]:
    """What differs. A dropped trace tells of one entrance that fails; flights over the others may fare otherwise."""
    delivered = traced.verdict is Verdict.DELIVERED
    there = delivered or traced.reason.startswith("no way back")
    arrived = [flight for flight in flights if flight.place]
    answered = all(flight.back for flight in flights)
    if there != (bool(arrived) if there and not delivered else len(arrived) == len(flights)):
        yield f"the planner says {_said(there)} there, the kernel {_said(not there)}"
    if delivered != answered:
        yield f"the planner says {_said(delivered)} back, the kernel {_said(answered)}"
    if arrived and (delivered or (there and len(flights) == 1)):
        vpc, passed = traced.forward[-1].table.owner, sorted({flight.there for flight in arrived})
        places = sorted({flight.place for flight in arrived})
        if any(place != f"services-{vpc}" and not place.startswith("registry-") for place in places):
            yield f"the planner says that it arrives in {vpc}, the kernel at {places}"
        if lengths and passed != [len(traced.forward)]:
            yield f"the planner looks into {len(traced.forward)} tables on the way there, the kernel into {passed}"
    if lengths and delivered and answered and {flight.back for flight in flights} != {len(traced.back)}:
        passed = sorted({flight.back for flight in flights})
        yield f"the planner looks into {len(traced.back)} tables on the way back, the kernel into {passed}"


def _said(good: bool) -> str:
    return "delivered" if good else "dropped"


def _shown(traced: Trace) -> str:
    there = " > ".join(map(_step, traced.forward)) or "nothing"
    back = " > ".join(map(_step, traced.back)) or "nothing"
    return f"  there: {there}\n  back: {back}\n  planner: {traced.verdict} {traced.reason}"


def _step(step: Step) -> str:
    return f"[{step.table.id} of {step.table.owner}: {step.destination} to {step.hop}]"


def _flights(flights: Sequence[Flight]) -> str:
    return ", ".join(f"({f.place or 'dropped'} after {f.there}, back after {f.back})" for f in flights)
