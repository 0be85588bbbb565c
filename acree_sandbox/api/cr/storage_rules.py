"""Storage domain rules: another target of layer downloads, by name of the instance (3.4, G43)."""

from __future__ import annotations

from acree_sandbox.api.cr.resources import StorageDomainRule
from acree_sandbox.api.cr.service import CR, need_instance, success
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import records, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

_INSTANCE = text("InstanceId", required=True)
_ROUTES = records("Routes", text("EndpointType"), text("InstanceDomain"), text("StorageDomain"), required=True)


@CR.action("CreateStorageDomainRoutingRule", _INSTANCE, _ROUTES)
def create_rule(cloud: Cloud, request: Request) -> Reply:
    """Add a rule; an instance has one."""
    instance = need_instance(cloud, request.text("InstanceId"))
    taken = cloud.where(StorageDomainRule, "instance", instance.id)
    if taken:
        raise ApiError(
            "STORAGE_DOMAIN_ROUTING_RULE_ALREADY_EXIST", f"{instance.id} has the rule {taken[0].id} already."
        )
    row = StorageDomainRule(
        id=cloud.new_id(StorageDomainRule, instance.region),
        region=instance.region,
        instance=instance.id,
        routes=_routes(request),
    )
    cloud.put(row)
    return success(RuleId=row.id)


@CR.action("GetStorageDomainRoutingRule", _INSTANCE, text("RuleId"))
def get_rule(cloud: Cloud, request: Request) -> Reply:
    """The rule of an instance; its id need not be given."""
    row = _need_rule(cloud, request)
    moment = int(row.created_at * 1000)
    return success(
        RuleId=row.id, InstanceId=row.instance, CreateTime=moment, ModifiedTime=moment, Routes=list(row.routes)
    )


@CR.action("UpdateStorageDomainRoutingRule", _INSTANCE, text("RuleId", required=True), _ROUTES)
def update_rule(cloud: Cloud, request: Request) -> Reply:
    """Replace the routes of a rule."""
    cloud.change(_need_rule(cloud, request), routes=_routes(request))
    return success()


@CR.action("DeleteStorageDomainRoutingRule", _INSTANCE, text("RuleId", required=True))
def delete_rule(cloud: Cloud, request: Request) -> Reply:
    """Delete a rule."""
    cloud.remove(_need_rule(cloud, request))
    return success()


def _need_rule(cloud: Cloud, request: Request) -> StorageDomainRule:
    instance = need_instance(cloud, request.text("InstanceId"))
    for row in cloud.where(StorageDomainRule, "instance", instance.id):
        if request.text("RuleId") in ("", row.id):
            return row
    raise ApiError("STORAGE_DOMAIN_ROUTING_RULE_NOT_EXIST", f"{instance.id} has no such rule (NotFound).", 404)


def _routes(request: Request) -> list[dict[str, str]]:
    names = ("EndpointType", "InstanceDomain", "StorageDomain")
    return [{name: item.text(name) for name in names} for item in request.records("Routes")]
