"""The proof that a data center's way works: pulls from behind its device, and what happens when tunnels are cut."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.account import Account
from scripts.hosts import Reach, pipes, reaching, running
from scripts.proof import SMALL, Proof
from scripts.removals import Removal, removals
from scripts.sites import DEVICES, HOST, SITE, record_moved
from scripts.waiting import until
from scripts.workplace import Workplace

OUTSIDE = "eth0"
"""Interface of the device to the internet."""
SECONDS = 180.0
"""Tunnels and BGP sessions of a busy machine may take long to come up."""


@dataclass(frozen=True, slots=True)
class Leak:
    """What left the device outside.

    Attributes:
        left: packets at all.
        clear: destinations inside of service prefixes that packets had in clear text.
    """

    left: int
    clear: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A pull, and what one port of the device carried of it.

    Attributes:
        pulled: whether it worked.
        there: packets toward the cloud.
        back: packets from it.
    """

    pulled: bool
    there: int
    back: int


class SiteProof(Proof):
    """Pulls and probes from a host of a data center.

    Args:
        place: a workplace with a network, its stack provisioned.
        plan: the plan's JSON.
        folder: what is rendered for the device, None while nothing is loaded.
        before: what stands before a command that looks names up; see `scripts.sites`.
    """

    def __init__(
        self, place: Workplace, plan: Mapping[str, Any], folder: Path | None = None, before: Sequence[str] = ()
    ) -> None:
        super().__init__(place, HOST, plan)
        self._folder = folder
        self._before = tuple(before)

    def works(self, *command: str) -> bool:
        """Whether a command on the host ends well."""
        return self.place.on_host(self.host, *self._before, *command, expect=None).code == 0

    def move_storage(self, address: str) -> None:
        """Let the object storage answer on another address, and the data center learn of it."""
        (old,) = self.legs()["oss"]
        super().move_storage(address)
        if self._folder is not None:
            record_moved(self._folder, old, address)

    def removals(self, account: Account) -> Iterator[Removal]:
        """The same as of one host, asking from hosts of VPCs too where they use the same routes."""
        beside = [Proof(self.place, host, self.plan) for host in DEVICES[self.plan["stack"]].beside]
        return removals([self, *beside], account)

    def answers(self, reach: Reach) -> bool:
        """Whether every leg answers on every address."""
        return all(reach.ask(self._addresses()).values())

    def silent(self, reach: Reach) -> bool:
        """Whether no leg answers."""
        return not any(reach.ask(self._addresses()).values())

    def doctor(self, stack: str) -> dict[str, str]:
        """What `acree doctor` says of each leg on that host, with the stack and lock files beside it."""
        report = self.place.folder / "doctor.json"
        files = ("--stack", stack, "--dir", str(self.place.project / "stacks"))
        told = ("--image", SMALL, "--format", "json", "--output", str(report), "--quiet")
        self.works(*_AS_ON_A_HOST, "acree", "doctor", *files, *told)
        return {leg["leg"]: leg["outcome"] for leg in json.loads(report.read_text(encoding="utf-8"))["legs"]}

    def ready(self) -> bool:
        """Wait until every leg answers; whether it does."""
        with reaching(self.place, self.host) as reach:
            return until(lambda: self.answers(reach), SECONDS)

    def failover(self) -> float | None:
        """Seconds from now until every leg answers, what was used being cut; None when none does.

        Nothing answers over what is cut, so that an answer has come another way: on a busy machine the first question
        may be asked when the way has changed already.
        """
        with reaching(self.place, self.host) as reach:
            began = time.monotonic()
            return time.monotonic() - began if until(lambda: self.answers(reach), SECONDS) else None

    @contextmanager
    def cut(self, *cloud_ends: str) -> Iterator[None]:
        """Lose every packet between the device and ends of the cloud, as a line that is cut does."""
        self._on_device("nft", _CUT.format(ends=", ".join(cloud_ends)))
        try:
            yield
        finally:
            self._on_device("nft", "delete table inet cut")

    @contextmanager
    def cut_line(self, port: str) -> Iterator[None]:
        """Lose every packet on a leased line, as one that is cut somewhere between its ends does."""
        self._on_device("nft", _CUT_LINE.format(port=port))
        try:
            yield
        finally:
            self._on_device("nft", "delete table inet cut_line")

    def pull_over(self, port: str) -> Carried:
        """Pull, and count what the device forwards over one of its ports meanwhile."""
        self._on_device("nft", _COUNT.format(port=port))
        try:
            pulled = self.pull()
            rows = json.loads(self.place.on_host(SITE, "nft", "--json", "list", "table", "inet", "carried").output)
        finally:
            self._on_device("nft", "delete table inet carried")
        counted = {
            row["counter"]["name"]: int(row["counter"]["packets"]) for row in rows["nftables"] if "counter" in row
        }
        return Carried(pulled, counted["there"], counted["back"])

    def leaks(self) -> Leak:
        """Ask every leg in vain, and look what leaves the device meanwhile."""
        prefixes = sorted({prefix for leg in self.plan["legs"] for prefix in leg["prefixes"]})
        with (
            reaching(self.place, self.host) as reach,
            running(self.place, SITE, "leaks", OUTSIDE, *prefixes) as watching,
        ):
            _counted(watching)  # it counts from now on
            until(lambda: self.silent(reach), SECONDS)
            reach.ask(self._addresses())
            return _counted(watching)

    def leaks_unloaded(self) -> Leak:
        """The same once everything is taken off the device, which shows that such packets would be seen."""
        self.place.sandbox("site", "unload", SITE)
        return self.leaks()

    def _on_device(self, *command: str) -> None:
        self.place.on_host(SITE, *command)

    def _addresses(self) -> list[str]:
        return [address for found in self.legs().values() for address in found]


def _counted(watching: subprocess.Popen[str]) -> Leak:
    """What `leaks.py` has counted so far."""
    asked, answers = pipes(watching)
    print("now", file=asked, flush=True)
    row = json.loads(answers.readline())
    return Leak(row["left"], tuple(row["clear"]))


_AS_ON_A_HOST = ("env", "--unset=ACREE_RESOLVERS", "--unset=ACREE_CONNECT_TO")
"""Without the ways around, which lead from a desk to the sandbox's services."""
_CUT = """add table inet cut
add chain inet cut out {{ type filter hook output priority -200; }}
add chain inet cut in {{ type filter hook input priority -200; }}
add rule inet cut out ip daddr {{ {ends} }} drop
add rule inet cut in ip saddr {{ {ends} }} drop"""
_CUT_LINE = """add table inet cut_line
add chain inet cut_line in {{ type filter hook prerouting priority -300; }}
add chain inet cut_line out {{ type filter hook postrouting priority 300; }}
add rule inet cut_line in iifname "{port}" drop
add rule inet cut_line out oifname "{port}" drop"""
_COUNT = """add table inet carried
add counter inet carried there
add counter inet carried back
add chain inet carried forward {{ type filter hook forward priority -300; }}
add rule inet carried forward oifname "{port}" counter name there
add rule inet carried forward iifname "{port}" counter name back"""
