"""Renders a view with the templates of one device family."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from ipaddress import AddressValueError, IPv4Address, IPv4Network

from jinja2 import Environment, PackageLoader, StrictUndefined

from acree_infra.onprem.family import USUAL_PLACE, Draft, Family, Place
from acree_infra.onprem.keys import REFERENCES, Keys
from acree_infra.onprem.preference import (
    BGP_DISTANCE,
    GUARD_DISTANCE,
    GUARD_METRIC,
    MOST_PATHS,
    RANKS,
    distance,
    local_preference,
    metric,
)
from acree_infra.onprem.refusal import CannotRender
from acree_infra.onprem.view import SecretReference, SiteView

_PRIVATE = 0o600
_PUBLIC = 0o644
_RUNNABLE = 0o755


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One file.

    Attributes:
        path: where it belongs, relative to the family's folder.
        text: its content.
        mode: its permissions.
        secret: whether it holds the value of a secret.
    """

    path: str
    text: str
    mode: int
    secret: bool

    def __repr__(self) -> str:
        return f"RenderedFile({self.path!r}, {len(self.text)} characters)"


def render(
    view: SiteView, family: Family, keys: Keys = REFERENCES, place: Place | None = None
) -> tuple[RenderedFile, ...]:
    """Render every file of a family.

    Args:
        view: the site.
        family: the device family.
        keys: puts secrets.
        place: where the files will live on the device, for families whose files name each other: in
            `/etc/acree/<family>` when nothing is said.

    Raises:
        CannotRender: the family cannot do what the site needs; all reasons are in the message.
    """
    reasons = [*_general_reasons(view, family), *family.reasons(view)]
    if reasons:
        raise CannotRender(f"{family.title} cannot be rendered for site {view.site}: {'; '.join(reasons)}")
    chosen = place or Place(f"{USUAL_PLACE}/{family.name}")
    adapted = family.adapted(view)
    return tuple(_render(draft, adapted, family, keys, chosen) for draft in family.drafts(adapted))


def _render(draft: Draft, view: SiteView, family: Family, keys: Keys, place: Place) -> RenderedFile:
    template = _environment().get_template(f"{family.name}/{draft.template}.j2")
    asked: list[str] = []

    def secret(reference: SecretReference) -> str:
        asked.append(reference.name)
        return keys(reference)

    text = template.render(view=view, secret=secret, place=place, names=family.words, **draft.about)
    holds = keys.shown and bool(asked)
    mode = _PRIVATE if asked else _RUNNABLE if draft.runnable else _PUBLIC
    return RenderedFile(draft.path, text, mode, holds)


def _general_reasons(view: SiteView, family: Family) -> list[str]:
    """Why no family, or none of its kind, can render the view."""
    reasons = []
    if not view.paths and family.needs_path:
        reasons.append("it has no tunnel and no line that this family could end")
    if any(path.rank >= RANKS for path in view.paths):
        reasons.append(f"a path's rank is over {RANKS - 1}")
    if len(view.paths) > MOST_PATHS:
        reasons.append(f"it has {len(view.paths)} paths, and there is room for {MOST_PATHS}")
    reasons += _tangled(view)
    for tunnel in view.tunnels:
        for identity, address in (
            (tunnel.cloud_identity, tunnel.cloud_address),
            (tunnel.device_identity, tunnel.device_address),
        ):
            if is_address(identity) and identity != str(address):
                reasons.append(f"{tunnel.name}: the identity {identity} is an address, but not the end's: {address}")
    return reasons


def _tangled(view: SiteView) -> list[str]:
    """Devices compare how a route was learned before anything else, so static paths cannot stand among BGP's."""
    found = {}
    for route in view.static_routes:
        told = [path.rank for path in view.paths if route.prefix in view.learned(path)]
        if told and min(told) < route.path.rank <= max(told):
            found[route.path.name] = (
                f"{route.path.name} has static routes, and its rank {route.path.rank} stands between BGP's"
            )
    return list(found.values())


def is_address(identity: str) -> bool:
    """Whether an IKE identity is an address, and not a name."""
    try:
        IPv4Address(identity)
    except AddressValueError:
        return False
    return True


def wildcard(prefix: IPv4Network) -> str:
    """Address and inverted mask, as access lists of Huawei and H3C show them: a 0 alone for one address."""
    return f"{prefix.network_address} {0 if prefix.prefixlen == prefix.max_prefixlen else prefix.hostmask}"


def hosted(prefix: IPv4Network) -> str:
    """Address and inverted mask, as access lists of Cisco show them."""
    if prefix.prefixlen == prefix.max_prefixlen:
        return f"host {prefix.network_address}"
    return f"{prefix.network_address} {prefix.hostmask}" if prefix.prefixlen else "any"


def masked(prefix: IPv4Network) -> str:
    """Address and mask with a blank between."""
    return f"{prefix.network_address} {prefix.netmask}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("acree_infra.onprem"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  # device configurations: what enters them is addresses, checked names and keys
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(wildcard=wildcard, hosted=hosted, masked=masked, preference=local_preference)
    environment.tests["address"] = is_address
    environment.globals.update(
        distance=distance, metric=metric, guard=GUARD_DISTANCE, guard_metric=GUARD_METRIC, bgp_distance=BGP_DISTANCE
    )
    return environment
