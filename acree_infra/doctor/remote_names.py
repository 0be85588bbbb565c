"""What only a host in the service VPC sees right (S16): names, and the registry's challenge, for `acree resolve`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address

from acree_infra.discovery.challenge import Challenge, MalformedChallenge, parse_challenges
from acree_infra.discovery.names import NameAnswer
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.job import Job
from acree_infra.doctor.remote import Remote
from acree_infra.errors import DiscoveryError, Problem
from acree_infra.routing.nouns import LegId

_ITS_OWN_WAY = "this machine"
"""What the probe calls the way in which programs of its host look names up."""


@dataclass(frozen=True, slots=True)
class RemoteNames:
    """What a host answered.

    Attributes:
        challenge: the registry's Bearer challenge; None when none came.
        names: the answers by host; a name without an address is absent.
        failures: one sentence for each name that has no address and each address that did not answer.
    """

    challenge: Challenge | None
    names: dict[str, NameAnswer]
    failures: tuple[str, ...]


def remote_names(
    remote: Remote, registry: Iterable[str], others: Iterable[str], trust: str, around: Surroundings
) -> RemoteNames:
    """Look names up on a host, ask the registry for its challenge there, and look the realm's host up too.

    Args:
        remote: the host.
        registry: names of the registry.
        others: further names, such as the bucket's.
        trust: which realms may be looked up, as `job.trusted_hosts` gives it; any other is reported and left alone.
        around: DNS servers to ask from there (the host's own when empty) and patience.

    Raises:
        AcreeError: the probe could not be run there.
    """
    facts = remote.facts(_names_job(list(registry), list(others), trust, around))
    names = {
        fact.host: NameAnswer(
            tuple(sorted(IPv4Address(text) for text in fact.texts("addresses"))),
            fact.texts("aliases"),
            _resolver(fact.text("server"), remote.name),
        )
        for fact in facts
        if fact.step == "dns" and fact.texts("addresses")
    }
    return RemoteNames(_challenge(facts), names, tuple(_failures(facts)))


def needed(found: RemoteNames, leg: str, host: str, vantage: str) -> NameAnswer:
    """The answer for a name that must be there.

    Raises:
        DiscoveryError: it is not; says what the host saw instead.
    """
    if (answer := found.names.get(host)) is not None:
        return answer
    said = f" ({'; '.join(found.failures)})" if found.failures else ""
    problem = Problem(
        None,
        f"{leg}: expected an A record of {host} from {vantage}, found none{said}",
        "choose a host in the service VPC, and check that the VPC is linked to the registry",
    )
    raise DiscoveryError((problem,))


def _resolver(server: str, vantage: str) -> str:
    """Who answered, for the lock file: the host by its own way, or a server that was asked from there."""
    return vantage if server == _ITS_OWN_WAY else f"{server} of {vantage}"


def _names_job(registry: list[str], others: list[str], trust: str, around: Surroundings) -> Job:
    return {
        "legs": {str(LegId.REGISTRY): registry, str(LegId.OSS): others},
        "resolvers": [f"{server.address}:{server.port}" for server in around.resolvers],
        "connect_to": {f"{host}:{port}": str(target) for (host, port), target in around.connect_to.items()},
        "ca_file": "",
        "timeout": around.timeout,
        "trust": trust,
        "plain": False,
        "realm": "",
        "service": "",
        "storage": [],
        "repository": "",
        "reference": "",
        "platform": "linux/amd64",
        "username": "",
        "password": "",
        "until": "token",
    }


def _challenge(facts: tuple[Fact, ...]) -> Challenge | None:
    for fact in facts:
        if fact.step == "challenge":
            try:
                challenges = parse_challenges(fact.header("www-authenticate"))
            except MalformedChallenge:
                continue
            for challenge in challenges:
                if challenge.scheme == "bearer" and challenge.parameters.get("realm"):
                    return challenge
    return None


def _failures(facts: tuple[Fact, ...]) -> Iterable[str]:
    for fact in facts:
        if fact.step == "dns" and not fact.texts("addresses"):
            yield f"{fact.host}: {fact.error or 'no address'}"
        elif fact.step != "dns" and fact.error:
            yield f"{fact.host} at {fact.address}: {fact.step} {fact.error}"
