"""What a stack file says about the registry instance and its three legs."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field, StrictBool, model_validator

from acree_infra.topology.values import (
    Address,
    BucketName,
    Cidr,
    Hostname,
    InstanceId,
    InstanceName,
    LinkChoice,
    Model,
    Region,
)


class Registry(Model):
    """The Enterprise Edition instance that clients pull from and push to.

    Its size (`Basic`, `Standard`, `Advanced`) plays no part here; it is not the edition of a transit router.
    """

    region: Region
    """Region of the instance: the service side."""
    instance: InstanceId | None = None
    """Instance id, `cri-…`. Either this or `name` must be given; the other is asked."""
    name: InstanceName | None = None
    """Instance name; part of the host name (S14)."""
    module: Literal["Registry", "Chart"] = "Registry"
    """Module whose VPC access is used: images or Helm charts."""
    bucket: BucketName | None = None
    """Custom bucket, when the instance stores its layers in one (S13)."""
    domains: tuple[Hostname, ...] = ()
    """Custom domains that clients use, beside the one of the service (3.2)."""
    link: LinkChoice = "existing"
    """`existing`: the service VPC is linked already. A vSwitch id: link it there (takes one of its addresses)."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["instance"], "properties": {"instance": {"type": "string"}}},
                {"required": ["name"], "properties": {"name": {"type": "string"}}},
            ]
        }
    )

    @model_validator(mode="after")
    def _instance_or_name(self) -> Registry:
        if self.instance is None and self.name is None:
            raise ValueError("expected `instance` (cri-…) or `name`, found neither")
        return self


class StaticRegistry(Model):
    """Registry leg as declared, when the API cannot be asked."""

    address: Address
    """The address taken from the linked vSwitch (R)."""
    hosts: tuple[Hostname, ...] = Field(min_length=1)
    """Names that clients use."""


class StaticAuth(Model):
    """Auth leg as declared (N2, N3): what is given here is not asked."""

    host: Hostname | None = None
    """Auth host; the realm of the `/v2/` challenge when absent."""
    addresses: tuple[Address, ...] = ()
    """Addresses; all A records of the host when absent."""
    allow_other_region: StrictBool = False
    """Accept a realm of another region (lifts G22)."""
    allow_plain_http: StrictBool = False
    """Accept a realm without TLS (lifts G22)."""


class StaticOss(Model):
    """OSS leg as declared (N9, N11, N15): needed where the published ranges do not apply."""

    ranges: tuple[Cidr, ...] = ()
    """Ranges to route instead of the published ones of the region."""
    hosts: tuple[Hostname, ...] = ()
    """Names that layer downloads are redirected to, instead of the bucket's own name (S12, S13)."""


class Legs(Model):
    """Overrides of what discovery would learn, leg by leg."""

    registry: StaticRegistry | None = None
    """Registry leg, declared."""
    auth: StaticAuth = StaticAuth()
    """Auth leg, declared in whole or in part."""
    oss: StaticOss = StaticOss()
    """OSS leg, declared in whole or in part."""
