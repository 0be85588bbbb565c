"""Registry instances by the official SDK."""

from __future__ import annotations

from acree_infra.cloud.registry import (
    DomainRecord,
    InstanceRecord,
    LinkRecord,
    StorageRuleRecord,
    VpcEndpointRecord,
)
from acree_infra.cloud.sdk.answer import Answer
from acree_infra.cloud.sdk.service import Service


class SdkRegistryReader:
    """Implements `RegistryReader`."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def instance(self, region: str, instance: str) -> InstanceRecord:
        """The instance of this id."""
        return _instance(self._service.call("GetInstance", region, {"InstanceId": instance}))

    def instances_named(self, region: str, name: str) -> tuple[InstanceRecord, ...]:
        """The instances of exactly this name in this region, however wide the service's own filter is."""
        items = self._service.by_number(
            "ListInstance", region, {"InstanceName": name}, "Instances", size=30, number="PageNo"
        )
        return tuple(
            _instance(item)
            for item in items
            if item.text("InstanceName") == name and item.text("RegionId") in {region, ""}
        )

    def domains(self, region: str, instance: str, module: str) -> tuple[DomainRecord, ...]:
        """All names of an instance."""
        parameters = {"InstanceId": instance, "ModuleName": module}
        answer = self._service.call("ListInstanceEndpoint", region, parameters)
        return tuple(
            DomainRecord(endpoint.text("EndpointType").lower(), domain.needed("Domain"), domain.text("Type").upper())
            for endpoint in answer.parts("Endpoints")
            for domain in endpoint.parts("Domains")
        )

    def vpc_endpoint(self, region: str, instance: str, module: str) -> VpcEndpointRecord:
        """VPC access of an instance."""
        parameters = {"InstanceId": instance, "ModuleName": module}
        answer = self._service.call("GetInstanceVpcEndpoint", region, parameters)
        links = tuple(
            LinkRecord(
                vpc=link.needed("VpcId"),
                vswitch=link.needed("VswitchId"),
                address=link.text("Ip"),
                status=link.needed("Status"),
                issue=link.text("Issue"),
            )
            for link in answer.parts("LinkedVpcs")
        )
        return VpcEndpointRecord(answer.texts("Domains"), links)

    def storage_rules(self, region: str, instance: str) -> tuple[StorageRuleRecord, ...]:
        """Routes of the domain routing rule."""
        answer = self._service.call("GetStorageDomainRoutingRule", region, {"InstanceId": instance})
        return tuple(
            StorageRuleRecord(route.text("EndpointType"), route.needed("StorageDomain"))
            for route in answer.parts("Routes")
        )


def _instance(item: Answer) -> InstanceRecord:
    return InstanceRecord(item.needed("InstanceId"), item.needed("InstanceName"), item.text("InstanceStatus"))
