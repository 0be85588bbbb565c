"""Stacks of any size, as the values that planning and rules take."""

from __future__ import annotations

from typing import Any

from acree_infra.discovery.model import Lock
from acree_infra.topology.model import Topology
from acree_infra.topology.stack_file import StackFile

SEEN = {"first-seen": "2026-11-02T08:00:00Z", "last-seen": "2026-11-02T08:00:00Z"}
OSS = (
    "100.118.58.0/24",
    "100.118.167.0/24",
    "100.118.170.0/24",
    "100.118.171.0/24",
    "100.118.172.0/24",
    "100.118.173.0/24",
)
AUTH = ("100.103.9.188", "100.103.7.181")
ACCOUNT = "1234567890123456"


def region(number: int) -> str:
    """Region id of a number; 0 is the service region."""
    return f"cn-region{number}" if number else "cn-beijing"


def vpc(vpc_id: str, home: str, cidr: str) -> dict[str, Any]:
    """Facts of a VPC with two vSwitches in two zones."""
    start = cidr.rsplit(".", 2)[0]
    suffix = vpc_id.removeprefix("vpc-")
    third = int(cidr.split(".")[2])
    return {
        "id": vpc_id,
        "region": home,
        "owner": ACCOUNT,
        "cidrs": [cidr],
        "vswitches": [
            {
                "id": f"vsw-{suffix}{zone}",
                "zone": f"{home}-{zone}",
                "cidr": f"{start}.{third + offset}.0/24",
                "free-addresses": 200,
                "route-table": f"vtb-{suffix}",
            }
            for offset, zone in enumerate("ab")
        ],
        "route-tables": [{"id": f"vtb-{suffix}", "type": "System", "routes": []}],
    }


def stack(clients: int, regions: int) -> tuple[StackFile, Lock]:
    """A stack of so many clients, spread evenly over so many regions beside the service region."""
    names = [(f"client{n}", region(1 + n % regions), f"172.{16 + n // 64}.{n % 64 * 4}.0/22") for n in range(clients)]
    topology = {
        "registry": {"region": region(0), "instance": "cri-bench"},
        "network": {"cen": "create", "service-vpc": "vpc-service", "bandwidth": {"mbps": 100}},
        "clients": [{"name": name, "region": home, "vpc": f"vpc-{name}"} for name, home, _ in names],
        "options": {"quotas": {"vpc-routes": max(200, clients)}},
    }
    lock = {
        "stack": "bench",
        "inputs": "sha256:inputs",
        "content": "sha256:content",
        "legs": _legs(),
        "networks": {
            "account": ACCOUNT,
            "regions": [
                {"region": region(n), "zones": [f"{region(n)}-a", f"{region(n)}-b"]} for n in range(regions + 1)
            ],
            "vpcs": [
                vpc("vpc-service", region(0), "10.0.0.0/16"),
                *(vpc(f"vpc-{name}", home, cidr) for name, home, cidr in names),
            ],
        },
    }
    path = "stacks/Pulumi.bench.yaml"
    return StackFile("bench", path, Topology.model_validate(topology)), Lock.model_validate(lock)


def _legs() -> dict[str, Any]:
    return {
        "registry": {
            "instance": "cri-bench",
            "name": "acr-bench",
            "hosts": [f"acr-bench-registry-vpc.{region(0)}.cr.aliyuncs.com"],
            "linked-vpcs": [
                {"vpc": "vpc-service", "vswitch": "vsw-servicea", "address": "10.0.0.20", "status": "RUNNING"}
            ],
            "source": "cr:GetInstanceVpcEndpoint",
            **SEEN,
        },
        "auth": {
            "host": f"dockerauth-vpc.{region(0)}.aliyuncs.com",
            "realm": f"https://dockerauth-vpc.{region(0)}.aliyuncs.com/auth",
            "addresses": [{"address": address, **SEEN} for address in AUTH],
            "source": "challenge+dns",
        },
        "oss": {
            "hosts": [f"cri-bench-registry.oss-{region(0)}-internal.aliyuncs.com"],
            "ranges": list(OSS),
            "source": "declared",
            **SEEN,
        },
    }
