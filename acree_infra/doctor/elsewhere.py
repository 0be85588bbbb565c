"""Another host looks up and asks for `acree resolve`: only those in the service VPC see what is right (S16)."""

from __future__ import annotations

import threading
from ipaddress import IPv4Address

from acree_infra.discovery.challenge import Challenge
from acree_infra.discovery.names import NameAnswer
from acree_infra.discovery.surroundings import Endpoint, Surroundings
from acree_infra.doctor.remote import Remote
from acree_infra.doctor.remote_names import RemoteNames, needed, remote_names
from acree_infra.errors import DiscoveryError, Problem

_HTTPS = 443


class FromHost:
    """Implements `Elsewhere` for a host that commands can be sent to.

    A command there takes a second and more, so what one command has answered is kept: the host of the realm is looked
    up together with the challenge.

    Args:
        remote: the host.
        trust: which realms are looked up along with the challenge, as `job.trusted_realms` gives it.
        timeout: seconds for each phase.
    """

    def __init__(self, remote: Remote, trust: str, timeout: float) -> None:
        self._remote = remote
        self._trust = trust
        self._timeout = timeout
        self._guard = threading.Lock()
        self._names: dict[str, NameAnswer] = {}

    def look_up(self, leg: str, host: str) -> NameAnswer:
        """What a name is on that host, by its own way of looking names up.

        Raises:
            AcreeError: it has no address there, or the command could not be run.
        """
        with self._guard:
            known = self._names.get(host)
        return known or needed(self._asked([], [host], {}), leg, host, self._remote.name)

    def challenge(self, host: str, address: IPv4Address | None) -> Challenge:
        """The registry's Bearer challenge on that host.

        Raises:
            AcreeError: none came, or the command could not be run.
        """
        detours = {(host, _HTTPS): Endpoint(str(address), _HTTPS)} if address is not None else {}
        found = self._asked([host], [], detours)
        if found.challenge is not None:
            return found.challenge
        said = "; ".join(found.failures) or "an answer without one"
        problem = Problem(
            None,
            f"auth leg: expected a Bearer challenge of https://{host}/v2/ from {self._remote.name}, found {said}",
            "choose a host in the service VPC, and check that the VPC is linked to the registry",
        )
        raise DiscoveryError((problem,))

    def _asked(self, registry: list[str], others: list[str], detours: dict[tuple[str, int], Endpoint]) -> RemoteNames:
        around = Surroundings(connect_to=detours, timeout=self._timeout)
        found = remote_names(self._remote, registry, others, self._trust, around)
        with self._guard:
            self._names.update(found.names)
        return found
