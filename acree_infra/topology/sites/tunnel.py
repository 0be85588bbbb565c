"""IPsec: tunnels, their keys and proposals, as a stack file declares them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from acree_infra.topology.values import Address, Cidr, ConnectionChoice, CustomerGatewayChoice, KeySource, Model

MOST_ASN = 4_294_967_294


class Proposal(Model):
    """What both ends of a tunnel agree on; by the names of the cloud's API."""

    encryption: Literal["aes", "aes192", "aes256"] = "aes256"
    """Cipher."""
    integrity: Literal["sha1", "sha256", "sha384", "sha512"] = "sha256"
    """Hash."""
    group: Literal["group2", "group5", "group14", "disabled"] = "group14"
    """Diffie-Hellman group; `disabled` only for ESP without forward secrecy."""
    lifetime: int = Field(default=86_400, strict=True, ge=600, le=86_400)
    """Seconds until new keys are made."""


class Tunnel(Model):
    """One tunnel of a connection: its device's end, its key, its inside addresses."""

    device: Address
    """Public address of the device: the customer gateway's IP (G15)."""
    customer_gateway: CustomerGatewayChoice = "create"
    """`create`, or the customer gateway that exists."""
    pre_shared_key: KeySource = "generated"
    """`generated`, or `config:<key>`: a secret of the stack, set by `pulumi config set --secret <key>`."""
    inside: Cidr | None = None
    """Link inside the tunnel, a /30 of 169.254.0.0/16: the first host is the cloud, the second the device."""
    cloud: Address | None = None
    """Public address of the cloud's end, when it is to be declared instead of asked."""


class Ipsec(Model):
    """What every way over IPsec has: a connection and its tunnels."""

    connection: ConnectionChoice = "create"
    """`create`, or the IPsec connection that exists."""
    tunnels: tuple[Tunnel, ...] = Field(min_length=1, max_length=2)
    """The tunnels, the active one first; the cloud makes two of each new connection."""
    selectors: Literal["any", "exact"] = "any"
    """What may enter the tunnel: 0.0.0.0/0 with routes that decide, or each CIDR by itself (G36)."""
    ike: Proposal = Proposal()
    """Proposal of the key exchange."""
    ipsec: Proposal = Proposal()
    """Proposal of the packets."""
    device_asn: int | None = Field(default=None, strict=True, ge=1, le=MOST_ASN)
    """AS number of the device, for BGP."""
    cloud_asn: int = Field(default=45_104, strict=True, ge=1, le=MOST_ASN)
    """AS number of the cloud's end, for BGP."""
