"""Digests of a lock file: of what was asked for, and of what was learned."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from acree_infra.discovery.facts import NetworkFacts
from acree_infra.discovery.legs import LegFacts
from acree_infra.discovery.wanted import router_regions, wanted_premises
from acree_infra.topology.stack_file import StackFile

_LATER = frozenset({"vpn_gateways", "connections", "vbrs", "express_routers", "peerings"})


def canonical_digest(data: Any) -> str:  # noqa: ANN401  # any JSON value
    """`sha256:…` of a JSON value, the same for any order of keys."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def content_digest(legs: LegFacts, networks: NetworkFacts) -> str:
    """Digest of everything learned; differs as soon as one value was changed by hand.

    Lists that came later count only when they hold something: a lock file of before them stays what it was.
    """
    dumped = networks.model_dump(mode="json")
    of_networks = {name: value for name, value in dumped.items() if value or name not in _LATER}
    return canonical_digest({"legs": legs.model_dump(mode="json"), "networks": of_networks})


def inputs_digest(stack: StackFile) -> str:
    """Digest of exactly those parts of the stack file that decide what is looked up, and how it is recorded.

    Names and order of clients, declared CIDRs, switches, rule levels and route overrides are not among them: they
    change the plan, not what is learned.
    """
    topology = stack.topology
    service = (topology.registry.region, topology.network.service_vpc.id)
    links = {(client.vpc, client.link_vswitch or "") for client in topology.clients if client.via == "link"}
    registry = topology.registry.model_dump(mode="json")
    wanted = wanted_premises(stack)
    premises = {name: value for name, value in asdict(wanted).items() if value}
    routers = sorted(set(router_regions(stack)))
    return canonical_digest(
        {
            **({"premises": premises} if premises else {}),
            **({"router-regions": routers} if routers else {}),
            "registry": {**registry, "domains": sorted(topology.registry.domains)},
            "cen": topology.network.cen,
            "vpcs": sorted({service, *((client.region, client.vpc) for client in topology.clients)}),
            "links": sorted(links),
            "legs": topology.legs.model_dump(mode="json"),
            "resolvers": [str(address) for address in topology.options.resolvers],
        }
    )
