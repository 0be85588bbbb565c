"""A whole stack file: everything under the namespace `acree:`."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from acree_infra.topology.client import Client
from acree_infra.topology.network import Network
from acree_infra.topology.options import Dns, Options, RouteOverride, RuleLevel
from acree_infra.topology.registry import Legs, Registry
from acree_infra.topology.sites.site import Site
from acree_infra.topology.values import Model


class Topology(Model):
    """What is wanted: who must reach which registry, over which network.

    Each field stands in the stack file as `acree:<field>` under `config`.
    """

    registry: Registry
    """The registry instance."""
    network: Network
    """CEN, transit routers, the VPC of the registry."""
    clients: tuple[Client, ...] = ()
    """VPCs whose hosts pull and push."""
    sites: tuple[Site, ...] = ()
    """Data centers whose hosts pull and push."""
    dns: Dns = Dns()
    """How clients learn the registry's address."""
    legs: Legs = Legs()
    """What is declared instead of discovered."""
    options: Options = Options()
    """Switches and limits."""
    rules: Mapping[str, RuleLevel] = Field(default_factory=dict)
    """Lowered severities by rule id, each with its reason."""
    routes: tuple[RouteOverride, ...] = ()
    """Overrides of planned routes (N1)."""
