"""Route changes through the official SDKs, as somebody else in the account would make them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

from scripts.line_account import LineAccount
from scripts.service_entry_account import ServiceEntryAccount

_PATIENCE = 60.0
_TOO_EARLY = (
    "TaskConflict",
    "Incorrect",
    "Operation.Blocking",
    "InvalidOperation.RouteServiceExist",  # while the same AnyTunnel entry is still being deleted
    "InvalidOperation.CloudRouteStatusNotAllow",
    "Conflict.Lock",
    "OperationFailed.CreateRouteEntryWithSameDestinationCidrBlock",  # while the same route is still being deleted
)


class Account:
    """Deletes routes of VPCs, VPN gateways, leased lines and transit routers, and puts them back.

    Args:
        variables: environment of a client: endpoint, certificate, keys.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._restored: list[str] = []
        self._vpc_models = import_module("alibabacloud_vpc20160428.models")
        self._cbn_models = import_module("alibabacloud_cbn20170912.models")
        self._vpc = import_module("alibabacloud_vpc20160428.client").Client(self._config("VPC_ENDPOINT"))
        self._cbn = import_module("alibabacloud_cbn20170912.client").Client(self._config("CBN_ENDPOINT"))
        self._entries = ServiceEntryAccount(self._cbn, _patiently)
        self._lines = LineAccount(self._vpc, self._config("EXPRESSCONNECTROUTER_ENDPOINT"), _patiently)

    def delete_route(self, route: Mapping[str, Any]) -> Callable[[], None]:
        """Delete a created route of a plan; returns what puts it back as it was.

        Args:
            route: the route, as the plan's JSON has it; with an `advertisement`, that is withdrawn.
        """
        if "advertisement" in route:
            return self._withdraw(route["advertisement"])
        table, prefix = route["table"], route["destination"]
        region, owner = table["region"], table["owner"]
        ways: Mapping[str, Callable[[], Callable[[], None]]] = {
            "vpc": lambda: self._delete_vpc_route(region, table["id"], prefix),
            "vbr": lambda: self._delete_vpc_route(region, self._lines.table_of(region, owner), prefix),
            "express-connect-router": lambda: self._lines.withdraw(owner, prefix),
            "basic-transit-router": lambda: self._entries.remove(prefix),
            "vpn-gateway": lambda: self._delete_vpn_route(region, owner, prefix),
        }
        return ways.get(table["kind"], lambda: self._delete_router_route(region, prefix))()

    def forget_restored(self) -> None:
        """Delete the router routes that were put back: their ids are not those that the stack knows."""
        for identifier in self._restored:
            gone = self._cbn_models.DeleteTransitRouterRouteEntryRequest(transit_router_route_entry_id=identifier)
            _patiently(partial(self._cbn.delete_transit_router_route_entry, gone))
        self._restored = []

    def _delete_vpc_route(self, region: str, table: str, destination: str) -> Callable[[], None]:
        models, client = self._vpc_models, self._vpc
        asked = models.DescribeRouteEntryListRequest(
            region_id=region, route_table_id=table, destination_cidr_block=destination
        )
        entry = client.describe_route_entry_list(asked).body.route_entrys.route_entry[0]
        hop = entry.next_hops.next_hop[0]
        gone = models.DeleteRouteEntryRequest(
            region_id=region, route_table_id=table, destination_cidr_block=destination, next_hop_id=hop.next_hop_id
        )
        again = models.CreateRouteEntryRequest(
            region_id=region,
            route_table_id=table,
            destination_cidr_block=destination,
            next_hop_id=hop.next_hop_id,
            next_hop_type=hop.next_hop_type,
            route_entry_name=entry.route_entry_name,
        )
        _patiently(lambda: client.delete_route_entry(gone))

        def restore() -> None:
            _patiently(lambda: client.create_route_entry(again))

        return restore

    def _delete_vpn_route(self, region: str, gateway: str, destination: str) -> Callable[[], None]:
        models, client = self._vpc_models, self._vpc
        gateway = self._gateway(region, gateway)
        asked = models.DescribeVpnRouteEntriesRequest(region_id=region, vpn_gateway_id=gateway)
        entries = client.describe_vpn_route_entries(asked).body.vpn_route_entries.vpn_route_entry
        entry = next(each for each in entries if each.route_dest == destination)
        which = {"region_id": region, "vpn_gateway_id": gateway, "route_dest": destination, "next_hop": entry.next_hop}
        gone = models.DeleteVpnRouteEntryRequest(**which, weight=entry.weight)
        publish = entry.state == "published"
        again = models.CreateVpnRouteEntryRequest(**which, weight=entry.weight, publish_vpc=publish)
        _patiently(lambda: client.delete_vpn_route_entry(gone))

        def restore() -> None:
            _patiently(lambda: client.create_vpn_route_entry(again))

        return restore

    def _gateway(self, region: str, called: str) -> str:
        """The id of a VPN gateway, by its id or by the name that the plan has for one which its stack makes."""
        asked = self._vpc_models.DescribeVpnGatewaysRequest(region_id=region)
        found = self._vpc.describe_vpn_gateways(asked).body.vpn_gateways.vpn_gateway
        for row in found:
            if row.vpn_gateway_id == called or str(row.name).endswith(f"-{called}"):
                return str(row.vpn_gateway_id)
        raise LookupError(f"there is no VPN gateway {called} in {region}")

    def _withdraw(self, advertisement: Mapping[str, Any]) -> Callable[[], None]:
        """Withdraw a VPC's route from its transit router; the CEN is that of the region's router."""
        models, client, table = self._cbn_models, self._cbn, advertisement["table"]
        asked = models.ListTransitRoutersRequest(region_id=table["region"])
        which = {
            "cen_id": client.list_transit_routers(asked).body.transit_routers[0].cen_id,
            "child_instance_id": table["owner"],
            "child_instance_type": "VPC",
            "child_instance_region_id": table["region"],
            "child_instance_route_table_id": table["id"],
            "destination_cidr_block": advertisement["destination"],
        }
        gone = models.WithdrawPublishedRouteEntriesRequest(**which)
        again = models.PublishRouteEntriesRequest(**which)
        _patiently(lambda: client.withdraw_published_route_entries(gone))

        def restore() -> None:
            _patiently(lambda: client.publish_route_entries(again))

        return restore

    def _delete_router_route(self, region: str, destination: str) -> Callable[[], None]:
        models, client = self._cbn_models, self._cbn
        routers = client.list_transit_routers(models.ListTransitRoutersRequest(region_id=region)).body.transit_routers
        for router in routers:
            tables = client.list_transit_router_route_tables(
                models.ListTransitRouterRouteTablesRequest(transit_router_id=router.transit_router_id)
            ).body.transit_router_route_tables
            for table in tables:
                found = self._static(table.transit_router_route_table_id, destination)
                if found is not None:
                    return self._delete_static(table.transit_router_route_table_id, found)
        raise LookupError(f"no transit router of {region} has a static route to {destination}")

    def _static(self, table: str, destination: str) -> Any:  # noqa: ANN401  # the SDK's classes carry no types
        asked = self._cbn_models.ListTransitRouterRouteEntriesRequest(
            transit_router_route_table_id=table, transit_router_route_entry_destination_cidr_block=destination
        )
        rows = self._cbn.list_transit_router_route_entries(asked).body.transit_router_route_entries
        return next((row for row in rows if row.transit_router_route_entry_type == "Static"), None)

    def _delete_static(self, table: str, row: Any) -> Callable[[], None]:  # noqa: ANN401  # same
        gone = self._cbn_models.DeleteTransitRouterRouteEntryRequest(
            transit_router_route_entry_id=row.transit_router_route_entry_id
        )
        again = self._cbn_models.CreateTransitRouterRouteEntryRequest(
            transit_router_route_table_id=table,
            transit_router_route_entry_destination_cidr_block=row.transit_router_route_entry_destination_cidr_block,
            transit_router_route_entry_next_hop_id=row.transit_router_route_entry_next_hop_id,
            transit_router_route_entry_next_hop_type=row.transit_router_route_entry_next_hop_type,
            transit_router_route_entry_name=row.transit_router_route_entry_name,
        )
        _patiently(lambda: self._cbn.delete_transit_router_route_entry(gone))

        def restore() -> None:
            made = _patiently(lambda: self._cbn.create_transit_router_route_entry(again))
            self._restored.append(made.body.transit_router_route_entry_id)

        return restore

    def _config(self, endpoint: str) -> Any:  # noqa: ANN401  # same
        return import_module("alibabacloud_tea_openapi.utils_models").Config(
            access_key_id=self._variables["ALICLOUD_ACCESS_KEY"],
            access_key_secret=self._variables["ALICLOUD_SECRET_KEY"],
            endpoint=self._variables[endpoint],
            protocol="HTTPS",
            ca=self._variables["SSL_CERT_FILE"],
        )


def _patiently(call: Callable[[], Any]) -> Any:  # noqa: ANN401  # what the SDK answers
    """Repeat a call that comes too early: one route of a VPC at a time, nothing while another is on its way (G31)."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return call()
        except Exception as error:
            code = str(getattr(error, "code", ""))
            if time.monotonic() > deadline or not code.startswith(_TOO_EARLY):
                raise
            time.sleep(0.1)
