"""What is read of Container Registry Enterprise Edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class InstanceRecord:
    """An instance.

    Attributes:
        id: instance id, `cri-…`.
        name: instance name.
        status: `RUNNING` when it can be used.
    """

    id: str
    name: str
    status: str


@dataclass(frozen=True, slots=True)
class DomainRecord:
    """A name of an instance.

    Attributes:
        endpoint: `internet` or `vpc`.
        domain: the name.
        type: `SYSTEM`, or `USER` for a custom domain.
    """

    endpoint: str
    domain: str
    type: str


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """A VPC linked to an instance.

    Attributes:
        vpc: VPC id.
        vswitch: vSwitch that gave the address.
        address: the address; empty while the link is made.
        status: `CREATING` or `RUNNING`.
        issue: for example `PRIVATE_ZONE_CONFLICT_AT_<zone id>`; empty when there is none.
    """

    vpc: str
    vswitch: str
    address: str
    status: str
    issue: str


@dataclass(frozen=True, slots=True)
class VpcEndpointRecord:
    """VPC access of an instance.

    Attributes:
        domains: its names inside a VPC.
        links: the linked VPCs.
    """

    domains: tuple[str, ...]
    links: tuple[LinkRecord, ...]


@dataclass(frozen=True, slots=True)
class StorageRuleRecord:
    """One route of a domain routing rule, which changes where layers come from (G43).

    Attributes:
        endpoint: endpoint type that it holds for, for example `VPC`.
        storage_domain: where layer downloads are redirected to.
    """

    endpoint: str
    storage_domain: str


class RegistryReader(Protocol):
    """Reads registry instances (cr)."""

    def instance(self, region: str, instance: str) -> InstanceRecord:
        """The instance of this id (`GetInstance`); one that does not exist is an error of the service."""
        ...

    def instances_named(self, region: str, name: str) -> tuple[InstanceRecord, ...]:
        """The instances of exactly this name (`ListInstance`)."""
        ...

    def domains(self, region: str, instance: str, module: str) -> tuple[DomainRecord, ...]:
        """All names of an instance (`ListInstanceEndpoint`)."""
        ...

    def vpc_endpoint(self, region: str, instance: str, module: str) -> VpcEndpointRecord:
        """VPC access of an instance (`GetInstanceVpcEndpoint`)."""
        ...

    def storage_rules(self, region: str, instance: str) -> tuple[StorageRuleRecord, ...]:
        """Routes of the domain routing rule (`GetStorageDomainRoutingRule`); a feature that few accounts have."""
        ...
