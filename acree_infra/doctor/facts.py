"""Facts as the probe tells them, read with the types that are expected: a remote host's answer is not trusted."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import Any

from acree_infra.errors import DiscoveryError, Problem
from acree_infra.routing.nouns import LegId

STEPS = ("dns", "tcp", "tls", "challenge", "realm", "token", "manifest", "blob", "storage")
MOST_BYTES = 8 << 20
"""Most of an answer that is read: a hundred times what a pull with many addresses gives."""
_MOST_FACTS, _MOST_ADDRESSES = 5_000, 256
_LARGEST = 1 << 53
"""No size, status or time is larger."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the probe saw.

    Attributes:
        step: what it did.
        leg: leg that it did it for.
        host: host name.
        address: IPv4 address; empty where there is none.
        error: one word when no answer came: timeout, refused, reset, …; for a name what each server said.
        milliseconds: how long it took; None when nothing was measured.
        data: everything else that was told.
    """

    step: str
    leg: LegId
    host: str
    address: str
    error: str
    milliseconds: float | None
    data: Mapping[str, Any]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Fact:
        """A fact from its JSON form.

        Raises:
            ValueError: it is none.
        """
        step, took = told.get("step"), told.get("ms")
        if step not in STEPS:
            raise ValueError(f"expected a step of {', '.join(STEPS)}, found {step!r}")
        texts = {name: told.get(name, "") for name in ("host", "address", "error")}
        if not all(isinstance(text, str) for text in texts.values()):
            raise ValueError(f"expected texts in a fact of {step}")
        addresses = ([texts["address"]] if texts["address"] else []) + (told.get("addresses") or [])
        if len(addresses) > _MOST_ADDRESSES:
            raise ValueError(f"expected at most {_MOST_ADDRESSES} addresses in a fact, found {len(addresses)}")
        for address in addresses:
            IPv4Address(address)
        texts["host"] = "".join(letter for letter in texts["host"] if letter.isprintable())
        return cls(step, LegId(str(told.get("leg"))), **texts, milliseconds=_measured(took), data=dict(told))

    def text(self, key: str) -> str:
        """A text; empty when it is absent or none."""
        value = self.data.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int:
        """A whole number; 0 when it is absent, none, or beyond all that can be meant."""
        value = self.data.get(key)
        return value if isinstance(value, int) and abs(value) <= _LARGEST else 0

    def flag(self, key: str) -> bool:
        """Whether something is so."""
        return self.data.get(key) is True

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when it is absent."""
        value = self.data.get(key)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def header(self, name: str) -> tuple[str, ...]:
        """Values of a header of the answer, by its name in lower case."""
        headers = self.data.get("headers")
        value = headers.get(name) if isinstance(headers, Mapping) else None
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def read_facts(text: str, vantage: str, *, shown: bool = True) -> tuple[Fact, ...]:
    """The facts in the document that a probe printed on a host.

    Args:
        text: what was printed.
        vantage: how reports call the host.
        shown: whether an error may show how the text begins; not where it may hold what was handed over.

    Raises:
        DiscoveryError: it is no such document.
    """
    try:
        return facts_of(json.loads(text))
    except UNREADABLE as error:
        found = f"{' '.join(text.split())[:80]!r} ({error})" if shown else f"{len(text)} characters of something else"
        problem = Problem(
            None,
            f"{vantage}: expected the probe's facts, found {found}",
            "run the doctor on that host itself, or look there at what the command prints",
        )
        raise DiscoveryError((problem,)) from None


UNREADABLE = (ValueError, KeyError, TypeError, RecursionError)
"""What reading a document of a stranger may raise."""


def facts_of(document: object) -> tuple[Fact, ...]:
    """The facts of a probe's document.

    Raises:
        ValueError: it is no such document, or too large; also one of the others of `UNREADABLE`.
    """
    if not isinstance(document, dict) or document.get("schema_version") != 1:
        raise ValueError("expected a document with schema_version 1")
    if not isinstance(told := document["facts"], list):
        raise ValueError("expected a list of facts")
    if len(told) > _MOST_FACTS:
        raise ValueError(f"expected at most {_MOST_FACTS} facts, found {len(told)}")
    if not all(isinstance(fact, dict) for fact in told):
        raise ValueError("expected an object for each fact")
    return tuple(Fact.of(fact) for fact in told if fact.get("step") != "end")


def check_complete(facts: Iterable[Fact], hosts: Mapping[str, Iterable[str]], vantage: str) -> None:
    """Refuse an answer that leaves hosts out: what nobody looked at must not pass for being well.

    Args:
        facts: the answer.
        hosts: the hosts that were to be looked up, by leg.
        vantage: how reports call the host that answered.

    Raises:
        DiscoveryError: a host was never looked up.
    """
    seen = {fact.host for fact in facts if fact.step == "dns"}
    lacking = [host for found in hosts.values() for host in found if host not in seen]
    if lacking:
        message = f"{vantage}: expected an answer for every host, found none for {', '.join(lacking)}"
        raise DiscoveryError((Problem(None, message, "run it again; the answer may have been cut off"),))


def _measured(took: object) -> float | None:
    """Milliseconds; None for what is no time."""
    if not isinstance(took, int | float) or abs(took) > _LARGEST or math.isnan(took):
        return None
    return float(took)
