"""A network as the manual makes it: what a stack has made, without its marks and without its state."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from scripts.workplace import Workplace
from tests.e2e.account import state_of


def made_by_hand(place: Workplace, stack: str) -> None:
    """Provision a stack, then let the account and the backend forget whose work it was."""
    place.acree("resolve", "-q", "--stack", stack)
    place.select(stack)
    place.pulumi("up", "--yes", "--skip-preview")
    unmark(place)
    shutil.rmtree(place.folder / "backend" / ".pulumi")
    place.acree("resolve", "-q", "--stack", stack)


def unmark(place: Workplace) -> None:
    """Rename and untag through the official SDK whatever the stack in hand has made."""
    account = _Account(place.variables)
    for row in state_of(place):
        rename = getattr(account, row["type"].rpartition(":")[2].lower(), None)
        if rename is not None:
            rename(row["outputs"], row["provider"].rpartition("::")[0].rpartition("::")[2])


class _Account:
    """A method for each kind of resource, named like it."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._cbn, self._cbn_models = self._client("cbn20170912", "CBN_ENDPOINT")
        self._vpc, self._vpc_models = self._client("vpc20160428", "VPC_ENDPOINT")

    def vpcrouteentry(self, row: Mapping[str, Any], region: str) -> None:
        """Rename a route of a VPC: only its id tells which one, so it is asked for."""
        models = self._vpc_models
        asked = models.DescribeRouteEntryListRequest(
            region_id=region, route_table_id=row["routeTableId"], destination_cidr_block=row["destinationCidrBlock"]
        )
        entry = self._vpc.describe_route_entry_list(asked).body.route_entrys.route_entry[0]
        self._vpc.modify_route_entry(
            models.ModifyRouteEntryRequest(
                region_id=region, route_entry_id=entry.route_entry_id, route_entry_name="by-hand"
            )
        )

    def transitrouterrouteentry(self, row: Mapping[str, Any], _: str) -> None:
        """Rename a route of a transit router."""
        self._cbn.update_transit_router_route_entry(
            self._cbn_models.UpdateTransitRouterRouteEntryRequest(
                transit_router_route_entry_id=row["transitRouterRouteEntryId"],
                transit_router_route_entry_name="by-hand",
            )
        )

    def transitroutervpcattachment(self, row: Mapping[str, Any], region: str) -> None:
        """Rename and untag an attachment of a VPC."""
        attachment = row["transitRouterAttachmentId"]
        self._cbn.update_transit_router_vpc_attachment_attribute(
            self._cbn_models.UpdateTransitRouterVpcAttachmentAttributeRequest(
                transit_router_attachment_id=attachment, transit_router_attachment_name="by-hand"
            )
        )
        self._untag("TransitRouterVpcAttachment", attachment, region)

    def transitrouterpeerattachment(self, row: Mapping[str, Any], region: str) -> None:
        """Rename and untag an inter-region connection."""
        attachment = row["transitRouterAttachmentId"]
        self._cbn.update_transit_router_peer_attachment_attribute(
            self._cbn_models.UpdateTransitRouterPeerAttachmentAttributeRequest(
                transit_router_attachment_id=attachment, transit_router_attachment_name="by-hand"
            )
        )
        self._untag("TransitRouterPeerAttachment", attachment, region)

    def transitroutervbrattachment(self, row: Mapping[str, Any], region: str) -> None:
        """Rename and untag an attachment of a VBR."""
        attachment = row["transitRouterAttachmentId"]
        self._cbn.update_transit_router_vbr_attachment_attribute(
            self._cbn_models.UpdateTransitRouterVbrAttachmentAttributeRequest(
                transit_router_attachment_id=attachment, transit_router_attachment_name="by-hand"
            )
        )
        self._untag("TransitRouterVbrAttachment", attachment, region)

    def _untag(self, kind: str, attachment: str, region: str) -> None:
        self._cbn.untag_resources(
            self._cbn_models.UntagResourcesRequest(
                resource_type=kind, resource_id=[attachment], region_id=region, tag_key=["acree:stack"]
            )
        )

    def _client(self, name: str, endpoint: str) -> tuple[Any, Any]:
        config = import_module("alibabacloud_tea_openapi.utils_models").Config(
            access_key_id=self._variables["ALICLOUD_ACCESS_KEY"],
            access_key_secret=self._variables["ALICLOUD_SECRET_KEY"],
            endpoint=self._variables[endpoint],
            protocol="HTTPS",
            ca=self._variables["SSL_CERT_FILE"],
        )
        return import_module(f"alibabacloud_{name}.client").Client(config), import_module(f"alibabacloud_{name}.models")
