"""The worked example of section 2 of the domain reference, and small changes to it, as values.

`worked_example()` gives the stack file and the lock file as plain nested data, so that a test changes one
key and builds again.
"""

from __future__ import annotations

from typing import Any

from acree_infra.discovery.model import Lock
from acree_infra.topology.fault import Key
from acree_infra.topology.model import Topology
from acree_infra.topology.stack_file import StackFile

SEEN = {"first-seen": "2026-11-02T08:00:00Z", "last-seen": "2026-11-02T08:00:00Z"}
HANGZHOU_OSS = ("100.98.170.0/24", "100.114.102.0/24", "100.118.28.0/24", "100.118.31.0/24")
AUTH_ADDRESS = "100.103.9.188"


def vswitch(name: str, zone: str, cidr: str, table: str, free: int = 250) -> dict[str, Any]:
    """One vSwitch of a lock file."""
    return {"id": name, "zone": zone, "cidr": cidr, "free-addresses": free, "route-table": table}


def stack_data() -> dict[str, Any]:
    """The stack file of the worked example, below `config` and without `acree:`."""
    return {
        "registry": {"region": "cn-hangzhou", "instance": "cri-demo1234"},
        "network": {
            "cen": "create",
            "service-vpc": "vpc-bp1demo",
            "bandwidth": {"type": "data-transfer", "mbps": 100},
        },
        "clients": [
            {"name": "shanghai", "region": "cn-shanghai", "vpc": "vpc-uf6demo", "pod-cidrs": ["10.244.0.0/16"]},
        ],
    }


def service_vpc() -> dict[str, Any]:
    """VPC1 of the worked example."""
    return {
        "id": "vpc-bp1demo",
        "region": "cn-hangzhou",
        "owner": "1234567890123456",
        "cidrs": ["10.0.0.0/16"],
        "vswitches": [
            vswitch("vsw-bp1j", "cn-hangzhou-j", "10.0.0.0/24", "vtb-bp1main"),
            vswitch("vsw-bp1k", "cn-hangzhou-k", "10.0.1.0/24", "vtb-bp1main"),
        ],
        "route-tables": [{"id": "vtb-bp1main", "type": "System", "routes": []}],
    }


def client_vpc() -> dict[str, Any]:
    """VPC2 of the worked example."""
    return {
        "id": "vpc-uf6demo",
        "region": "cn-shanghai",
        "owner": "1234567890123456",
        "cidrs": ["172.16.0.0/16"],
        "vswitches": [
            vswitch("vsw-uf6m", "cn-shanghai-m", "172.16.0.0/24", "vtb-uf6main"),
            vswitch("vsw-uf6n", "cn-shanghai-n", "172.16.1.0/24", "vtb-uf6main"),
        ],
        "route-tables": [{"id": "vtb-uf6main", "type": "System", "routes": []}],
    }


def legs_data() -> dict[str, Any]:
    """The three legs of the worked example."""
    return {
        "registry": {
            "instance": "cri-demo1234",
            "name": "acr-demo",
            "hosts": ["acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"],
            "linked-vpcs": [
                {"vpc": "vpc-bp1demo", "vswitch": "vsw-bp1j", "address": "10.0.0.20", "status": "RUNNING", "issue": ""}
            ],
            "storage-domain-rules": [],
            "source": "cr:GetInstanceVpcEndpoint",
            **SEEN,
        },
        "auth": {
            "host": "dockerauth-vpc.cn-hangzhou.aliyuncs.com",
            "realm": "https://dockerauth-vpc.cn-hangzhou.aliyuncs.com/auth",
            "service": "registry.aliyuncs.com:cn-hangzhou:china:cri-demo1234",
            "aliases": [],
            "addresses": [{"address": AUTH_ADDRESS, **SEEN}],
            "source": "challenge+dns",
            "resolver": "100.100.2.136",
        },
        "oss": {
            "hosts": ["cri-demo1234-registry.oss-cn-hangzhou-internal.aliyuncs.com"],
            "ranges": list(HANGZHOU_OSS),
            "source": "published",
            "published": "2026-02-05",
            "digest": "sha256:" + "0" * 64,
            "checked-host": "cri-demo1234-registry.oss-cn-hangzhou-internal.aliyuncs.com",
            "checked-addresses": ["100.118.28.44"],
            "resolver": "100.100.2.136",
            **SEEN,
        },
    }


def lock_data() -> dict[str, Any]:
    """The lock file of the worked example."""
    return {
        "schema-version": 1,
        "stack": "dev",
        "inputs": "sha256:inputs",
        "content": "sha256:content",
        "legs": legs_data(),
        "networks": {
            "account": "1234567890123456",
            "regions": [
                {"region": "cn-hangzhou", "zones": ["cn-hangzhou-j", "cn-hangzhou-k"]},
                {"region": "cn-shanghai", "zones": ["cn-shanghai-m", "cn-shanghai-n"]},
            ],
            "transit-routers": [],
            "vpcs": [service_vpc(), client_vpc()],
            "private-zones": [],
        },
    }


def stack_of(data: dict[str, Any]) -> StackFile:
    """A stack file from plain data; every key stands on line 1 plus its place in the top level."""
    lines: dict[Key, int] = {(key,): number for number, key in enumerate(data, start=2)}
    return StackFile("dev", "stacks/Pulumi.dev.yaml", Topology.model_validate(data), lines)


def lock_of(data: dict[str, Any]) -> Lock:
    """A lock file from plain data."""
    return Lock.model_validate(data)


def worked_example() -> tuple[StackFile, Lock]:
    """Stack and lock of the worked example."""
    return stack_of(stack_data()), lock_of(lock_data())
