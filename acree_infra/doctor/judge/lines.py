"""Connections and TLS; and the way that the plan has to where they go."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address

from acree_infra.doctor.case import Case
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.judge.say import fine, named
from acree_infra.doctor.result import CheckResult
from acree_infra.routing.nouns import LegId
from acree_infra.routing.trace import Trace, Verdict, trace

_PHASES = {"tcp": "the connection", "tls": "TLS"}
_CODES = {
    "timeout": "timeout",
    "refused": "refused",
    "reset": "reset",
    "unreachable": "unreachable",
    "tls-name": "tls-name-mismatch",
    "tls-untrusted": "certificate-untrusted",
    "tls": "tls-failed",
}


def judge_tcp(case: Case, fact: Fact) -> Iterator[CheckResult]:
    """The route in the plan, as far as it can be told from where this host is; then the connection."""
    walked = _walked(case, fact)
    if (stranger := _stranger(case, fact)) is not None:
        yield stranger
    elif walked is not None:
        steps = f"{len(walked.forward)} tables there, {len(walked.back)} back"
        dropped = walked.verdict is Verdict.DROPPED
        untimed = _untimed(fact)
        yield (
            named(untimed, "plan", "no-route-in-plan", detail=walked.reason)
            if dropped
            else fine(case, untimed, "plan", f"{walked.source} to {walked.destination}: {steps}")
        )
    yield connection(case, fact, "tcp")


def judge_tls(case: Case, fact: Fact) -> Iterator[CheckResult]:
    """TLS with the host's name and a trusted certificate."""
    yield connection(case, fact, "tls")


def connection(case: Case, fact: Fact, check: str, leg: LegId | None = None) -> CheckResult:
    """A phase that got an answer, or the name of what happened instead."""
    if not fact.error:
        return fine(case, fact, check, leg=leg)
    phase = _PHASES.get(check, f"the answer ({check})")
    code = _CODES.get(fact.error)
    if code is None:
        found = fact.text("detail") or fact.error
        return named(fact, check, "unexpected-answer", leg=leg, subject=phase, detail=found)
    return named(fact, check, code, leg=leg, phase=phase, detail=fact.text("detail"), way=_way(case, fact))


def _untimed(fact: Fact) -> Fact:
    return Fact(fact.step, fact.leg, fact.host, fact.address, "", None, fact.data)


def _stranger(case: Case, fact: Fact) -> CheckResult | None:
    """That a host is not where it was said to be; None when it is, or nothing was said, or nobody can tell."""
    source = _address(fact.text("source"))
    if not case.site or source is None:
        return None
    site = next(site for site in case.plan.premises.sites if site.name == case.site)
    if any(source in cidr for cidr in site.cidrs):
        return None
    cidrs = ", ".join(map(str, site.cidrs))
    return named(_untimed(fact), "plan", "not-in-site", source=source, site=site.name, cidrs=cidrs)


def _walked(case: Case, fact: Fact) -> Trace | None:
    """The plan's own walk, when this host lies in a subnet of the plan; None otherwise."""
    source, destination = _address(fact.text("source")), _address(fact.address)
    if source is None or destination is None or case.plan.waiting or case.network.locate(int(source)) is None:
        return None
    return trace(case.network, source, destination)


def _way(case: Case, fact: Fact) -> str:
    walked, address = _walked(case, fact), _address(fact.address)
    if walked is not None and walked.verdict is Verdict.DROPPED:
        return f"the plan has no way either: {walked.reason}"
    if walked is not None:
        return "the plan has a way there and back, so a route is missing or not active in the cloud"
    if address is not None and any(address in prefix for prefix in case.prefixes(fact.leg)):
        return "the plan routes this address for its clients"
    return "the plan has no route to this address"


def _address(text: str) -> IPv4Address | None:
    try:
        return IPv4Address(text)
    except ValueError:
        return None
