"""Facts as the probe tells them, read with the types that are expected: a remote host's answer is not trusted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import Any

from acree_infra.errors import DiscoveryError, Problem
from acree_infra.routing.nouns import LegId

STEPS = ("dns", "tcp", "tls", "challenge", "realm", "token", "manifest", "blob", "storage")


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
        addresses = [texts["address"]] if texts["address"] else []
        for address in addresses + (told.get("addresses") or []):
            IPv4Address(address)
        texts["host"] = "".join(letter for letter in texts["host"] if letter.isprintable())
        number = float(took) if isinstance(took, int | float) else None
        return cls(step, LegId(str(told.get("leg"))), **texts, milliseconds=number, data=dict(told))

    def text(self, key: str) -> str:
        """A text; empty when it is absent or none."""
        value = self.data.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int:
        """A whole number; 0 when it is absent or none."""
        value = self.data.get(key)
        return value if isinstance(value, int) else 0

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


def read_facts(text: str, vantage: str) -> tuple[Fact, ...]:
    """The facts in the document that a probe printed on a host.

    Raises:
        DiscoveryError: it is no such document.
    """
    try:
        return tuple(Fact.of(fact) for fact in _told(json.loads(text)) if fact.get("step") != "end")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        begin = " ".join(text.split())[:80]
        problem = Problem(
            None,
            f"{vantage}: expected the probe's facts, found {begin!r} ({error})",
            "run the doctor on that host itself, or look at the command's output in Cloud Assistant",
        )
        raise DiscoveryError((problem,)) from None


def _told(document: object) -> list[Any]:
    if not isinstance(document, dict) or document.get("schema_version") != 1:
        raise ValueError("expected a document with schema_version 1")
    if not isinstance(told := document["facts"], list):
        raise ValueError("expected a list of facts")
    return told
