"""Ranges and addresses from which random worlds are drawn."""

from __future__ import annotations

from ipaddress import IPv4Network

HOME = "cn-hangzhou"
"""The registry's region."""
AWAY = ("cn-shanghai", "cn-beijing", "cn-shenzhen")

BLOCKS = (
    "10.0.0.0/16",
    "10.1.0.0/16",
    "172.16.0.0/16",
    "172.17.0.0/16",
    "192.168.0.0/16",
    "10.64.0.0/16",
    "11.8.0.0/16",
    "10.128.0.0/16",
    "172.31.0.0/16",
    "30.0.0.0/16",
)
"""Ranges of VPCs, none of which holds a part of another."""

AUTH = ("100.103.9.188", "100.103.7.181", "100.118.28.5", "100.64.3.9")
STORAGE = (
    "100.118.28.0/24",
    "100.118.31.0/24",
    "100.98.170.0/24",
    "100.114.102.0/24",
    "100.118.30.0/24",
    "100.118.28.0/25",
    "100.115.0.0/16",
    "100.118.29.64/27",
)
"""Ranges of object storage: neighbours, one inside of another, wide and narrow ones."""


def vswitch_range(block: str, place: int) -> str:
    """The n-th /24 of a /16."""
    return str(list(IPv4Network(block).subnets(new_prefix=24))[place])


def member(vswitch: str, place: int) -> str:
    """The n-th address of a range."""
    return str(IPv4Network(vswitch)[place])
