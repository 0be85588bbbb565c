"""IPsec: the device as the cloud knows it, VPN gateways, connections, and their own routes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pulumi
from pulumi_alicloud import vpn

from acree_infra.program.names import RETURN, component, route_name
from acree_infra.program.routes import is_made
from acree_infra.program.scene import Scene
from acree_infra.routing.nouns import Route, TableKind
from acree_infra.routing.sites.nouns import CustomerGateway, IpsecConnection, TunnelNode, VpnGatewayNode

PREFERRED, STANDBY = 100, 0
"""The two weights that a route of a VPN gateway or of a connection takes."""
_SECRET = ["tunnelOptionsSpecifications"]
"""The service tells the keys back: without this they would stand in the state in clear."""
_CONFIG = "config:"


class CustomerGateways(pulumi.ComponentResource):
    """The devices of all sites as the cloud knows them."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(component("CustomerGateways"), "customer-gateways", None, scene.under)
        for gateway in scene.plan.premises.customer_gateways:
            scene.edges.add(gateway.name, gateway.id if gateway.id is not None else self._create(scene, gateway))
        self.register_outputs({})

    def _create(self, scene: Scene, gateway: CustomerGateway) -> pulumi.Output[str]:
        return vpn.CustomerGateway(
            gateway.name,
            ip_address=str(gateway.address),
            asn=str(gateway.asn) if gateway.asn is not None else None,
            customer_gateway_name=scene.cloud_name(gateway.name),
            tags=scene.tags,
            opts=scene.providers.options(self, gateway.region),
        ).id


class VpnGateway(pulumi.ComponentResource):
    """A VPN gateway with its connections and routes.

    Changes of one gateway come one after another: the service refuses two at once (`VpnGateway.Configuring`).
    """

    def __init__(self, scene: Scene, node: VpnGatewayNode) -> None:
        super().__init__(component("VpnGateway"), node.name, None, scene.under)
        self._scene, self._node = scene, node
        self._last: list[pulumi.Resource] = []
        scene.edges.add(node.name, node.id if node.id is not None else self._create())
        for connection in scene.plan.premises.connections:
            if connection.gateway == node.name:
                scene.edges.add(connection.name, connection.id if connection.id is not None else self._join(connection))
        for route in own_routes(scene, TableKind.VPN_GATEWAY, node.name):
            self._last = [self._route(route)]
        self.register_outputs({})

    def _create(self) -> pulumi.Output[str]:
        scene, node = self._scene, self._node
        first, *others = node.vswitches
        return vpn.Gateway(
            node.name,
            vpc_id=node.vpc,
            vswitch_id=first,
            disaster_recovery_vswitch_id=others[0] if others else None,
            bandwidth=node.mbps,
            enable_ipsec=True,
            enable_ssl=False,
            payment_type="PayAsYouGo",
            vpn_gateway_name=scene.cloud_name(node.name),
            tags=scene.tags,
            opts=scene.providers.options(self, node.region),
        ).id

    def _join(self, connection: IpsecConnection) -> pulumi.Output[str]:
        scene = self._scene
        tunnels: list[Any] = [
            {**tunnel_options(scene, connection, tunnel), "role": "master" if tunnel.number == 1 else "slave"}
            for tunnel in connection.tunnels
        ]
        made = vpn.Connection(
            connection.name,
            vpn_gateway_id=scene.edges.id(self._node.name),
            vpn_connection_name=scene.cloud_name(connection.name),
            local_subnets=[str(cidr) for cidr in connection.local],
            remote_subnets=[str(cidr) for cidr in connection.remote],
            enable_tunnels_bgp=connection.routes == "bgp",
            auto_config_route=False,
            tunnel_options_specifications=tunnels,
            tags=scene.tags,
            opts=secret(
                scene.providers.options(
                    self, connection.region, depends_on=self._last, ignore_changes=generated(connection)
                )
            ),
        )
        self._last = [made]
        keep_keys(scene, connection, made.tunnel_options_specifications)
        return made.id

    def _route(self, route: Route) -> pulumi.Resource:
        scene, destination = self._scene, str(route.destination)
        connection = next(c for c in scene.plan.premises.connections if c.name == route.hop.name)
        common: dict[str, Any] = {
            "vpn_gateway_id": scene.edges.id(self._node.name),
            "next_hop": scene.edges.id(route.hop.name),
            "route_dest": destination,
            "weight": weight(scene, route),
            "publish_vpc": connection.publish,
            "opts": scene.providers.options(self, self._node.region, depends_on=self._last, delete_before_replace=True),
        }
        name = _name(scene, route)
        if connection.routes == "policy":
            return vpn.PbrRouteEntry(name, route_source="0.0.0.0/0", **common)
        return vpn.RouteEntry(name, **common)


class RouterConnections(pulumi.ComponentResource):
    """IPsec connections for transit routers; their routes come when they are attached."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(component("RouterConnections"), "router-connections", None, scene.under)
        for connection in scene.plan.premises.connections:
            if not connection.gateway:
                known = connection.id if connection.id is not None else self._create(scene, connection)
                scene.edges.add(connection.name, known)
        self.register_outputs({})

    def _create(self, scene: Scene, connection: IpsecConnection) -> pulumi.Output[str]:
        tunnels: list[Any] = [
            {**tunnel_options(scene, connection, tunnel), "tunnel_index": tunnel.number}
            for tunnel in connection.tunnels
        ]
        made = vpn.GatewayVpnAttachment(
            connection.name,
            vpn_attachment_name=scene.cloud_name(connection.name),
            local_subnet=",".join(str(cidr) for cidr in connection.local),
            remote_subnet=",".join(str(cidr) for cidr in connection.remote),
            network_type="public",
            enable_tunnels_bgp=connection.routes == "bgp",
            tunnel_options_specifications=tunnels,
            tags=scene.tags,
            opts=secret(scene.providers.options(self, connection.region, ignore_changes=generated(connection))),
        )
        keep_keys(scene, connection, made.tunnel_options_specifications)
        return made.id

    def route(self, scene: Scene, attached: Mapping[str, pulumi.Resource]) -> None:
        """Create the routes of each connection, which it takes once it is attached (VCO routes).

        Args:
            scene: the setting.
            attached: what attaches each connection, by its name.
        """
        for connection in scene.plan.premises.connections:
            before = [attached[connection.name]] if connection.name in attached else []
            for route in own_routes(scene, TableKind.VPN_CONNECTION, connection.name):
                before = [self._route(scene, route, before)]

    def _route(self, scene: Scene, route: Route, before: list[pulumi.Resource]) -> pulumi.Resource:
        return vpn.GatewayVcoRoute(
            _name(scene, route),
            vpn_connection_id=scene.edges.id(route.table.owner),
            next_hop=scene.edges.id(route.hop.name),
            route_dest=str(route.destination),
            weight=weight(scene, route),
            opts=scene.providers.options(self, route.table.region, depends_on=before, delete_before_replace=True),
        )


def own_routes(scene: Scene, kind: TableKind, owner: str) -> list[Route]:
    """The routes into tunnels that a gateway or a connection has of its own; those of standby ways too."""
    used = [route for routes in scene.routes.values() for route in routes]
    standby = [route for route in scene.plan.premises.standby if is_made(route)]
    return [route for route in (*used, *standby) if (route.table.kind, route.table.owner) == (kind, owner)]


def weight(scene: Scene, route: Route) -> int:
    """Of two routes of one table to one prefix the one that stands by weighs nothing."""
    return STANDBY if route in scene.plan.premises.standby else PREFERRED


def _name(scene: Scene, route: Route) -> str:
    """Name of a route; one that stands by has its tunnel's name too, since the table has the same prefix twice."""
    name = route_name(route.table, RETURN, route.destination)
    return f"{name}-{route.hop.name}" if route in scene.plan.premises.standby else name


def tunnel_options(scene: Scene, connection: IpsecConnection, tunnel: TunnelNode) -> dict[str, Any]:
    """What both classes for a connection take of one tunnel."""
    ike: dict[str, Any] = {
        "ike_version": "ikev2",
        "ike_mode": "main",
        "ike_enc_alg": connection.ike.encryption,
        "ike_auth_alg": connection.ike.integrity,
        "ike_pfs": connection.ike.group,
        "ike_lifetime": connection.ike.lifetime,
        "remote_id": str(tunnel.device),
    }
    if tunnel.key.startswith(_CONFIG):
        namespace, _, name = tunnel.key.removeprefix(_CONFIG).partition(":")
        ike["psk"] = pulumi.Config(namespace).require_secret(name)
    options: dict[str, Any] = {
        "customer_gateway_id": scene.edges.id(tunnel.customer_gateway),
        "enable_dpd": True,
        "enable_nat_traversal": True,
        "tunnel_ike_config": ike,
        "tunnel_ipsec_config": {
            "ipsec_enc_alg": connection.ipsec.encryption,
            "ipsec_auth_alg": connection.ipsec.integrity,
            "ipsec_pfs": connection.ipsec.group,
            "ipsec_lifetime": connection.ipsec.lifetime,
        },
    }
    if connection.routes == "bgp":
        options["tunnel_bgp_config"] = {
            "local_asn": connection.cloud_asn,
            "tunnel_cidr": str(tunnel.inside),
            "local_bgp_ip": str(tunnel.inside[1]),
        }
    return options


def secret(options: pulumi.ResourceOptions) -> pulumi.ResourceOptions:
    """The same options, with the keys kept encrypted in the state."""
    return pulumi.ResourceOptions.merge(options, pulumi.ResourceOptions(additional_secret_outputs=_SECRET))


def generated(connection: IpsecConnection) -> list[str]:
    """The keys that the service made: left out by the program and told back by the service, they are no change."""
    return [
        f"{_SECRET[0]}[{place}].tunnelIkeConfig.psk"
        for place, tunnel in enumerate(connection.tunnels)
        if not tunnel.key.startswith(_CONFIG)
    ]


def keep_keys(scene: Scene, connection: IpsecConnection, tunnels: pulumi.Output[Any]) -> None:
    """Keep each tunnel's key for the stack's secret output, by the name that the device's files refer to."""
    for place, tunnel in enumerate(connection.tunnels):
        scene.keys[f"{connection.way}-{tunnel.number}"] = pulumi.Output.secret(tunnels.apply(_key_of(place)))


def _key_of(place: int) -> Callable[[Any], str]:
    def key(found: Any) -> str:  # noqa: ANN401  # answers of two classes that are alike
        told = found[place].tunnel_ike_config if len(found) > place else None
        return (told.psk if told else None) or ""

    return key
