"""Route changes at leased lines: what a virtual border router has of its own, what an Express Connect Router tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any


class LineAccount:
    """Finds the table of a VBR; takes prefixes away from what an Express Connect Router announces, and puts them back.

    Args:
        vpc: client of the VPC service's SDK.
        config: the SDKs' configuration for the Express Connect Router's service.
        patiently: repeats a call that comes too early.
    """

    def __init__(self, vpc: Any, config: Any, patiently: Callable[[Callable[[], Any]], Any]) -> None:  # noqa: ANN401  # the SDKs' classes carry no types
        package = "alibabacloud_expressconnectrouter20230901"
        self._vpc, self._patiently = vpc, patiently
        self._vpc_models = import_module("alibabacloud_vpc20160428.models")
        self._models = import_module(f"{package}.models")
        self._ecr = import_module(f"{package}.client").Client(config)

    def table_of(self, region: str, called: str) -> str:
        """The id of a VBR's route table, by the VBR's id or by the name that the plan has for one of its stack."""
        asked = self._vpc_models.DescribeVirtualBorderRoutersRequest(region_id=region, page_size=50)
        rows = self._vpc.describe_virtual_border_routers(
            asked
        ).body.virtual_border_router_set.virtual_border_router_type
        for row in rows:
            if row.vbr_id == called or str(row.name).endswith(f"-{called}"):
                return str(row.route_table_id)
        raise LookupError(f"there is no VBR {called} in {region}")

    def withdraw(self, called: str, prefix: str) -> Callable[[], None]:
        """Let an Express Connect Router announce one prefix less of its VPC; returns what allows it again."""
        association = self._association(called)
        before = list(association.allowed_prefixes)
        self._allow(association, [one for one in before if one != prefix])

        def restore() -> None:
            self._allow(association, before)

        return restore

    def _association(self, called: str) -> Any:  # noqa: ANN401  # same
        rows = self._ecr.describe_express_connect_router(
            self._models.DescribeExpressConnectRouterRequest()
        ).body.ecr_list
        ecr = next(row.ecr_id for row in rows if row.ecr_id == called or str(row.name).endswith(f"-{called}"))
        asked = self._models.DescribeExpressConnectRouterAssociationRequest(ecr_id=ecr, association_node_type="VPC")
        return self._ecr.describe_express_connect_router_association(asked).body.association_list[0]

    def _allow(self, association: Any, prefixes: Sequence[str]) -> None:  # noqa: ANN401  # same
        change = self._models.ModifyExpressConnectRouterAssociationAllowedPrefixRequest(
            ecr_id=association.ecr_id, association_id=association.association_id, allowed_prefixes=list(prefixes)
        )
        self._patiently(lambda: self._ecr.modify_express_connect_router_association_allowed_prefix(change))
