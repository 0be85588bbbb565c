"""Registry instances, their linked VPCs, access lists and storage domain rules as the sandbox keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acree_sandbox.core.resources import Resource, resource

MODULES = ("Registry", "Chart")
LINK_QUOTA = {"Basic": 3, "Standard": 3, "Advanced": 5}
"""Linked VPCs by size of the instance; not published for every size (K6, N7), the world may set `linked-vpcs`."""


@resource("registry instance", prefix="cri", indexes=("name",))
@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryInstance(Resource):
    """An Enterprise Edition instance; only a world file makes one, since buying is no call of this service.

    Attributes:
        name: instance name, part of its host names (S14).
        specification: its size, `Basic`, `Standard` or `Advanced`.
        custom_domains: further names of the instance (3.2).
        bucket: custom bucket of the layers; the service's own when empty (S12, S13).
        auth_host: host of the realm in its `/v2/` challenge (3.3).
        auth_addresses: addresses of that host inside the region.
        oss_address: where object storage answers at this moment; it moves inside the published ranges (3.4).
    """

    name: str = ""
    specification: str = "Standard"
    custom_domains: Sequence[str] = ()
    bucket: str = ""
    auth_host: str = ""
    auth_addresses: Sequence[str] = ()
    oss_address: str = ""

    def domain(self, *, vpc: bool, module: str = "Registry") -> str:
        """The service's own name of the instance, inside a VPC or public (S14)."""
        part = "registry" if module == "Registry" else "chart"
        return f"{self.name}-{part}{'-vpc' if vpc else ''}.{self.region}.cr.aliyuncs.com"

    def bucket_host(self) -> str:
        """The internal name of the bucket with the layers (S12, S13)."""
        return f"{self.bucket or self.id + '-registry'}.oss-{self.region}-internal.aliyuncs.com"


@resource("linked vpc", prefix="link", indexes=("instance", "vpc"))
@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedVpc(Resource):
    """A VPC linked to an instance; it holds one address of a vSwitch. Status `CREATING`, then `RUNNING`.

    Attributes:
        instance: id of the instance.
        vpc: id of the VPC.
        vswitch: id of the vSwitch that gives the address.
        module: `Registry` or `Chart`.
        address: the address inside the VPC (R).
        default_access: whether the instance's VPC name resolves to this link in its VPC.
    """

    instance: str = ""
    vpc: str = ""
    vswitch: str = ""
    module: str = "Registry"
    address: str = ""
    default_access: bool = True


@resource("access entry", prefix="acl", indexes=("instance",))
@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEntry(Resource):
    """A range that may reach an instance's public endpoint."""

    instance: str = ""
    endpoint: str = "internet"
    module: str = "Registry"
    entry: str = ""
    comment: str = ""


@resource("storage domain rule", prefix="crsdr", indexes=("instance",))
@dataclass(frozen=True, slots=True, kw_only=True)
class StorageDomainRule(Resource):
    """Where layer downloads are redirected to, by name of the instance (3.4, G43)."""

    instance: str = ""
    routes: Sequence[Mapping[str, str]] = ()
