"""Which auth hosts are trusted: the realm of a challenge is where clients send their credentials (G21, G22).

The host is never built from a template (N2). It is read from the challenge, and a realm without TLS or in another
region is refused here, before anything is resolved or routed. A host outside the known families is recorded and
left to rule G21, which asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from acree_infra.errors import DiscoveryError, Problem, Where
from acree_infra.topology.registry import StaticAuth

_CLOUD = ".aliyuncs.com"
_REGION = r"(?:cn|ap|us|eu|me|na|sa|af)-[a-z]+(?:-[a-z0-9]+)*"


def is_known_auth_host(host: str, region: str, registry_hosts: Iterable[str] = ()) -> bool:
    """Whether a host belongs to a family that is known to serve tokens for registries of a region (3.3, C-M).

    These are `dockerauth*.<region>.aliyuncs.com`, the form of `cn-zhangjiakou` with a hyphen before the region,
    and the registry's own names.
    """
    family = rf"dockerauth[a-z0-9-]*[.-]{re.escape(region)}\.aliyuncs\.com"
    return host in set(registry_hosts) or re.fullmatch(family, host) is not None


def other_region(host: str, region: str) -> str:
    """The region that a cloud host names, when it is not this one; empty otherwise."""
    if not host.endswith(_CLOUD):
        return ""
    for label in host.removesuffix(_CLOUD).split("."):
        match = re.fullmatch(rf"(?:dockerauth(?:-ee)?(?:-vpc)?-)?({_REGION})", label)
        if match is not None and match[1] != region:
            return match[1]
    return ""


def realm_host(realm: str, region: str, registry_hosts: tuple[str, ...], allowed: StaticAuth, where: Where) -> str:
    """The host of a realm that may be used.

    Args:
        realm: as the challenge says.
        region: region of the registry.
        registry_hosts: the registry's own names.
        allowed: what the stack file lifts.
        where: place of `legs.auth` in the stack file.

    Raises:
        DiscoveryError: the realm is no URL, has no TLS, or names another region (G22).
    """
    host, scheme = _split(realm)
    if not host or scheme not in {"https", "http"}:
        raise _refused(where, f"expected a realm such as https://host/auth, found {realm!r}", "legs.auth.host")
    if scheme == "http" and not allowed.allow_plain_http:
        raise _refused(
            where,
            f"expected an https realm, found {realm}, where clients would send their credentials in the clear (G22)",
            "legs.auth.allow-plain-http: true",
        )
    found = "" if host in registry_hosts else other_region(host, region)
    if found and not allowed.allow_other_region:
        raise _refused(
            where,
            f"expected a realm in {region}, found {realm} in {found} (G22)",
            "legs.auth.allow-other-region: true",
        )
    return host


def _split(realm: str) -> tuple[str, str]:
    try:
        parts = urlsplit(realm)
        return (parts.hostname or "").rstrip("."), parts.scheme
    except ValueError:
        return "", ""


def _refused(where: Where, message: str, key: str) -> DiscoveryError:
    remedy = f"find out who answers under the registry's name; if it is right, set {key} in the stack file"
    return DiscoveryError((Problem(where, f"auth leg: {message}", remedy),))
