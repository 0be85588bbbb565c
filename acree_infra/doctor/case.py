"""What a run is about: what the files say, the image, the login, the limits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network

from acree_infra.discovery.model import Lock
from acree_infra.errors import ConfigError, UnknownName
from acree_infra.routing.network import Network
from acree_infra.routing.nouns import LegId
from acree_infra.routing.plan_model import Plan
from acree_infra.topology.found import suggestion
from acree_infra.topology.stack_file import StackFile

_PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_IMAGE = re.compile(rf"({_PART}(?:/{_PART})*)(?::([\w][\w.-]{{0,127}}))?(?:@(sha256:[0-9a-f]{{64}}))?", re.ASCII)
_PLATFORM = re.compile(r"[a-z0-9]+/[a-z0-9_]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the registry: its repository, and a tag or a digest."""

    repository: str
    reference: str

    def __str__(self) -> str:
        return f"{self.repository}{'@' if ':' in self.reference else ':'}{self.reference}"

    @classmethod
    def parse(cls, text: str, hosts: tuple[str, ...]) -> Image:
        """An image from `[HOST/]REPOSITORY[:TAG|@DIGEST]`; the host must be one of the registry's.

        Raises:
            ConfigError: it is something else.
        """
        first, slash, rest = text.partition("/")
        has_host = bool(slash) and ("." in first or ":" in first)
        match = _IMAGE.fullmatch(rest if has_host else text)
        if match is None or (has_host and first not in hosts):
            raise ConfigError(
                f"--image: expected REPOSITORY[:TAG|@DIGEST] of this registry, found {text!r}",
                remedy=f"write for example team/app:1.2; the registry's names are {', '.join(hosts)}",
            )
        repository, tag, digest = match.groups()
        return cls(repository, digest or tag or "latest")


class Login(StrEnum):
    """With what a token is asked for."""

    ANONYMOUS = "anonymous"
    """No user is known."""
    SENT = "sent"
    """A user and a password are sent to the auth service."""
    WITHHELD = "withheld"
    """They are known, or may be, and are not handed to a remote host."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When something is slow.

    Attributes:
        phase_milliseconds: for a look-up, a connection, TLS or an answer.
    """

    phase_milliseconds: float = 2_000.0


@dataclass(frozen=True, slots=True)
class Case:
    """What is expected.

    Attributes:
        stack: the stack file.
        lock: its lock file.
        plan: their plan.
        network: the plan as tables.
        image: the image to follow; None: the pull ends with the token.
        platform: platform to take from an index of several.
        site: the data center that the host must belong to; empty when its addresses alone tell where it is.
        login: with what a token is asked for.
        limits: when something is slow.
    """

    stack: StackFile
    lock: Lock
    plan: Plan
    network: Network = field(repr=False)
    image: Image | None = None
    platform: str = "linux/amd64"
    site: str = ""
    login: Login = Login.ANONYMOUS
    limits: Limits = Limits()

    @property
    def registry_addresses(self) -> frozenset[IPv4Address]:
        """Every address that the registry has in a linked VPC."""
        linked = {link.address for link in self.lock.legs.registry.linked_vpcs if link.address is not None}
        return frozenset(linked | ({self.plan.registry_address} if self.plan.registry_address else set()))

    def prefixes(self, leg: LegId) -> tuple[IPv4Network, ...]:
        """What the plan routes for a leg."""
        return next((target.prefixes for target in self.plan.targets if target.leg is leg), ())


def checked_platform(text: str) -> str:
    """A platform such as `linux/arm64`.

    Raises:
        ConfigError: it is something else.
    """
    if _PLATFORM.fullmatch(text) is None:
        raise ConfigError(f"--platform: expected OS/MACHINE such as linux/amd64, found {text!r}")
    return text


def checked_site(name: str, plan: Plan) -> str:
    """A data center of the plan by name; empty for none.

    Raises:
        UnknownName: the plan has no data center of this name.
    """
    known = [site.name for site in plan.premises.sites]
    if name and name not in known:
        remedy = suggestion(name, known) if known else "this stack has none: leave --site out"
        raise UnknownName(f"--site: there is no data center {name!r}", remedy=remedy)
    return name
