"""One data plane for many clouds, one after the other: what two worlds have in common stays in the kernel."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network import inside
from acree_sandbox.network.description import describe
from acree_sandbox.network.differ import difference
from acree_sandbox.network.holder import Holder
from acree_sandbox.network.parts import names
from acree_sandbox.network.values import Address, NetworkPlan, Route
from tests.e2e.network.worlds.lines import Loaded

_ROOT = Path(__file__).resolve().parents[4]
_PROGRAM = "tests.e2e.network.worlds.prober"
_QUIET_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Place:
    """An address that answers, and the namespace that holds it, without the mark of the run."""

    namespace: str
    address: str


@dataclass(frozen=True, slots=True)
class Probe:
    """One datagram.

    Attributes:
        namespace: where it is sent, without the mark of the run.
        source: its source address.
        target: its destination.
        awaited: whether an answer is expected, and so waited for longer.
    """

    namespace: str
    source: str
    target: str
    awaited: bool = True


@dataclass(frozen=True, slots=True)
class Flight:
    """What became of a probe.

    Attributes:
        place: namespace that took it, without the mark of the run; empty when none did.
        there: routers that it passed; 0 when it did not arrive.
        back: routers that its answer passed; 0 when that did not arrive.
    """

    place: str = ""
    there: int = 0
    back: int = 0


class Fabric:
    """Namespaces that are made to fit one cloud after the other; leave the context to free them."""

    def __init__(self, folder: Path) -> None:
        self._holder = Holder(folder)
        self._plan = NetworkPlan()
        try:
            self._prober = self._start()
        except BaseException:
            self._holder.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._prober.communicate()
        self._holder.close()

    def become(self, cloud: Cloud, loaded: Iterable[Loaded] = ()) -> None:
        """Build what a cloud's tables say now, and load devices.

        Raises:
            NetworkError: the kernel refused something.
        """
        with cloud.transaction():
            wanted = _with_loaded(describe(cloud), loaded)
        self._holder.apply(difference(self._plan, wanted, self._holder.prefix))
        self._plan = wanted

    def places(self) -> tuple[Place, ...]:
        """Every address of cloud services and registries."""
        return tuple(
            Place(name, its.address)
            for name, namespace in self._plan.namespaces.items()
            if namespace.kind in {"services", "registry"}
            for its in sorted(namespace.addresses)
        )

    def fly(self, probes: Sequence[Probe], patience: float) -> list[Flight]:
        """Send probes in their order.

        Args:
            probes: what to send.
            patience: seconds without any packet after which nothing is waited for any more.
        """
        mark = self._holder.prefix
        request = {
            "places": [asdict(place) | {"namespace": mark + place.namespace} for place in self.places()],
            "probes": [asdict(probe) | {"namespace": mark + probe.namespace} for probe in probes],
            "patience": patience,
            "quiet": _QUIET_SECONDS,
        }
        return [
            Flight(seen.get("place", "").removeprefix(mark), seen.get("there", 0), seen.get("back", 0))
            for seen in self._ask(request)
        ]

    def _ask(self, request: dict[str, Any]) -> list[dict[str, Any]]:
        given, taken = self._prober.stdin, self._prober.stdout
        assert given is not None
        assert taken is not None
        given.write(json.dumps(request) + "\n")
        given.flush()
        line = taken.readline()
        assert line, f"the prober has ended: {self._prober.communicate()[1]}"
        found: list[dict[str, Any]] = json.loads(line)
        return found

    def _start(self) -> subprocess.Popen[str]:
        """Start the prober in the holder's mounts, where the names of the namespaces are."""
        entering = [part for part in inside.entering(self._holder.pid, "any") if not part.startswith("--net=")]
        return subprocess.Popen(
            [*entering, sys.executable, "-m", _PROGRAM],
            env=inside.environment(None) | {"PYTHONPATH": str(_ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def _with_loaded(plan: NetworkPlan, loaded: Iterable[Loaded]) -> NetworkPlan:
    """A data plane with addresses and routes of devices at their lines."""
    namespaces = dict(plan.namespaces)
    for its in loaded:
        device = namespaces[its.namespace]
        namespaces[its.namespace] = replace(
            device,
            addresses=device.addresses | {Address(its.port, its.address)},
            routes=device.routes | {Route(names.MAIN_TABLE, prefix, its.port) for prefix in its.prefixes},
        )
    return replace(plan, namespaces=namespaces)
