"""The kinds of value a stack file holds, each checked and described once."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, ip_network
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from acree_infra.topology.form import Form

SERVICE_SPACE = IPv4Network("100.64.0.0/10")
"""Where the cloud serves auth and OSS; no route to it is ever propagated (4.2)."""

_OCTET = r"(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_REGION = r"^[a-z]{2,3}(-[a-z0-9]+)+$"
_CIDR = Form(rf"^{_OCTET}(\.{_OCTET}){{3}}/(3[0-2]|[12]?[0-9])$", "an IPv4 CIDR", "172.16.0.0/16")
_ADDRESS = Form(rf"^{_OCTET}(\.{_OCTET}){{3}}$", "an IPv4 address", "10.0.0.20")


def kebab(name: str) -> str:
    """The spelling of a field in the file: `route_tables` is written `route-tables`."""
    return name.replace("_", "-")


class Model(BaseModel):
    """Base of everything in a stack or lock file: frozen, kebab-case keys, unknown keys refused."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=kebab,
        validate_by_name=True,
        validate_by_alias=True,
        hide_input_in_errors=True,
    )


def _parse_cidr(value: object) -> IPv4Network:
    if isinstance(value, IPv4Network):
        return value
    if not isinstance(value, str):
        raise _CIDR.mismatch()
    try:
        network = ip_network(value, strict=False)
    except ValueError:
        raise _CIDR.mismatch() from None
    if not isinstance(network, IPv4Network):
        raise ValueError(f"expected an IPv4 CIDR, found the IPv6 prefix {value}; registry and OSS have IPv4 only")
    if "/" not in value:
        raise ValueError(f"expected a CIDR with its length, found {value}; write {value}/32 for one address")
    if value.partition("/")[0] != str(network.network_address):
        raise ValueError(f"expected a network, found {value}, which has host bits set; the network is {network}")
    if str(network) != value:
        raise ValueError(f"expected the length of the prefix as a plain number, found {value}; write {network}")
    return network


def _parse_address(value: object) -> IPv4Address:
    if isinstance(value, IPv4Address):
        return value
    try:
        return IPv4Address(value if isinstance(value, str) else "")
    except ValueError:
        raise _ADDRESS.mismatch() from None


def _hostname(value: str) -> str:
    return value.lower().rstrip(".")


Cidr = Annotated[IPv4Network, BeforeValidator(_parse_cidr), WithJsonSchema(_CIDR.json_schema())]
Address = Annotated[IPv4Address, BeforeValidator(_parse_address), WithJsonSchema(_ADDRESS.json_schema())]
Region = Annotated[str, Form(_REGION, "a region", "cn-shanghai")]
Zone = Annotated[str, Form(_REGION, "a zone", "cn-shanghai-m")]
Name = Annotated[
    str,
    Form(
        r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$",
        "a name of at most 40 small letters, digits and inner hyphens",
        "shanghai",
    ),
]
Hostname = Annotated[
    str,
    Form(
        r"^[A-Za-z0-9_]([A-Za-z0-9_-]*)(\.[A-Za-z0-9_-]+)+\.?$",
        "a full host name",
        "registry.example.com",
        max_length=254,
    ),
    AfterValidator(_hostname),
]
BucketName = Annotated[str, Form(r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", "a bucket name", "acr-layers")]
InstanceId = Annotated[str, Form(r"^cri-[a-z0-9]+$", "an instance id", "cri-demo1234")]
InstanceName = Annotated[str, Form(r"^[a-z0-9][a-z0-9-]{1,28}[a-z0-9]$", "an instance name", "acr-demo")]
VpcId = Annotated[str, Form(r"^vpc-[a-z0-9]+$", "a VPC id", "vpc-uf6demo")]
VSwitchId = Annotated[str, Form(r"^vsw-[a-z0-9]+$", "a vSwitch id", "vsw-uf6m")]
RouteTableId = Annotated[str, Form(r"^vtb-[a-z0-9]+$", "a route table id", "vtb-uf6main")]
AttachmentId = Annotated[str, Form(r"^tr-attach-[a-z0-9]+$", "an attachment id", "tr-attach-demo1")]
BandwidthPackageId = Annotated[str, Form(r"^cenbwp-[a-z0-9]+$", "a bandwidth package id", "cenbwp-demo1")]
CenId = Annotated[str, Form(r"^cen-[a-z0-9]+$", "a CEN id", "cen-demo1")]
CenChoice = Annotated[str, Form(r"^(create|none|cen-[a-z0-9]+)$", "`create`, `none` or a CEN id", "cen-demo1")]
TransitRouterChoice = Annotated[str, Form(r"^(create|tr-[a-z0-9]+)$", "`create` or a transit router id", "tr-demo1")]
LinkChoice = Annotated[str, Form(r"^(existing|vsw-[a-z0-9]+)$", "`existing` or a vSwitch id", "vsw-bp1j")]


def _choice_of(prefix: str, noun: str, example: str) -> Form:
    return Form(rf"^(create|{prefix}-[a-z0-9]+)$", f"`create` or {noun}", example)


VpnGatewayChoice = Annotated[str, _choice_of("vpn", "a VPN gateway id", "vpn-bp1demo")]
CustomerGatewayChoice = Annotated[str, _choice_of("cgw", "a customer gateway id", "cgw-bp1demo")]
ConnectionChoice = Annotated[str, _choice_of("vco", "an IPsec connection id", "vco-bp1demo")]
VbrChoice = Annotated[str, _choice_of("vbr", "a VBR id", "vbr-bp1demo")]
ExpressRouterChoice = Annotated[str, _choice_of("ecr", "an Express Connect Router id", "ecr-demo1")]
PeeringChoice = Annotated[str, _choice_of("pcc", "a VPC peering id", "pcc-demo1")]
PhysicalConnectionId = Annotated[str, Form(r"^pc-[a-z0-9]+$", "a physical connection id", "pc-bp1demo")]
TransitRouterId = Annotated[str, Form(r"^tr-[a-z0-9]+$", "a transit router id", "tr-demo1")]
CloudNetworkId = Annotated[str, Form(r"^ccn-[a-z0-9]+$", "a Cloud Connect Network id", "ccn-demo1")]
CloudNetworkArea = Annotated[
    str, Form(r"^ccn-[a-z]{2,3}(-[a-z0-9]+)+$", "the region id of a Cloud Connect Network", "ccn-cn-shanghai")
]
SmartGatewayId = Annotated[str, Form(r"^sag-[a-z0-9]+$", "a Smart Access Gateway id", "sag-demo1")]
Port = Annotated[str, Form(r"^[A-Za-z0-9][A-Za-z0-9_./-]{0,30}$", "a name of a device's port", "eth0")]
KeySource = Annotated[
    str,
    Form(
        r"^(generated|config:[A-Za-z0-9_.-]+:[A-Za-z0-9_.-]+)$",
        "`generated`, or `config:` and the name of a secret of the stack's configuration",
        "config:tunnels:tokyo-1",
    ),
]
"""Where a pre-shared key comes from; the key itself never stands in a stack file."""
