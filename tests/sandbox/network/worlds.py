"""Worlds for the data plane's tests, as plain data of a world file."""

from typing import Any

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.world.file import world_of

PACE = {"*": 0}


def two_regions(**changes: object) -> dict[str, Any]:
    """The worked example with everything between the VPCs: routers, attachments, connection, routes."""
    plain: dict[str, Any] = {
        "paces": PACE,
        "vpcs": [
            {
                "id": "vpc-service",
                "region": "cn-hangzhou",
                "cidr": "10.0.0.0/16",
                "system-table": "vtb-service",
                "vswitches": [
                    {"id": "vsw-service-j", "zone": "cn-hangzhou-j", "cidr": "10.0.0.0/24"},
                    {"id": "vsw-service-k", "zone": "cn-hangzhou-k", "cidr": "10.0.1.0/24"},
                ],
                "route-tables": [{"id": "vtb-service", "routes": [_route("172.16.0.0/16", "att-service")]}],
            },
            {
                "id": "vpc-client",
                "region": "cn-shanghai",
                "cidr": "172.16.0.0/16",
                "system-table": "vtb-client",
                "vswitches": [
                    {"id": "vsw-client-m", "zone": "cn-shanghai-m", "cidr": "172.16.0.0/24"},
                    {"id": "vsw-client-n", "zone": "cn-shanghai-n", "cidr": "172.16.1.0/24"},
                ],
                "route-tables": [
                    {
                        "id": "vtb-client",
                        "routes": [
                            _route("10.0.0.0/16", "att-client"),
                            _route("100.118.28.0/24", "att-client"),
                            _route("100.103.9.188/32", "att-client"),
                        ],
                    }
                ],
            },
        ],
        "hosts": [
            {"id": "i-one", "name": "ecs1", "vswitch": "vsw-service-j", "address": "10.0.0.1"},
            {"id": "i-two", "name": "ecs2", "vswitch": "vsw-client-m", "address": "172.16.0.1"},
        ],
        "registries": [
            {
                "id": "cri-demo",
                "name": "acr-demo",
                "region": "cn-hangzhou",
                "links": [{"vswitch": "vsw-service-j", "address": "10.0.0.20"}],
                "auth": {
                    "host": "dockerauth-vpc.cn-hangzhou.aliyuncs.com",
                    "addresses": ["100.103.9.188", "100.103.7.181"],
                },
                "oss-address": "100.118.28.44",
            }
        ],
        "cens": [
            {
                "id": "cen-demo",
                "transit-routers": [
                    _router("tr-service", "cn-hangzhou", "att-service", "vpc-service", "jk"),
                    _router("tr-client", "cn-shanghai", "att-client", "vpc-client", "mn"),
                ],
                "connections": [{"id": "att-peer", "from": "tr-service", "to": "tr-client", "mbps": 100}],
            }
        ],
    }
    plain["cens"][0]["transit-routers"][0]["routes"] = [
        {"destination": "100.118.28.0/24", "attachment": "att-service"},
        {"destination": "100.103.9.188/32", "attachment": "att-service"},
    ]
    return {**plain, **changes}


def many_regions(regions: int = 30, hosts: int = 60) -> dict[str, Any]:
    """A star of regions around a registry: each with a VPC, a transit router and its share of the hosts."""
    names = [f"region-{index}" for index in range(regions)]
    return {
        "paces": PACE,
        "vpcs": [
            {
                "id": f"vpc-{index}",
                "region": region,
                "cidr": f"10.{index}.0.0/16",
                "system-table": f"vtb-{index}",
                "vswitches": [{"id": f"vsw-{index}", "zone": f"{region}-a", "cidr": f"10.{index}.0.0/24"}],
                "route-tables": [
                    {
                        "id": f"vtb-{index}",
                        "routes": [_route(its, f"att-{index}") for its in ("10.0.0.0/8", "100.118.28.0/24")],
                    }
                ],
            }
            for index, region in enumerate(names)
        ],
        "hosts": [{"id": f"i-{index}", "vswitch": f"vsw-{index % regions}"} for index in range(hosts)],
        "registries": [
            {
                "id": "cri-demo",
                "name": "acr-demo",
                "region": "region-0",
                "links": [{"vswitch": "vsw-0"}],
                "auth": {"host": "dockerauth-vpc.region-0.aliyuncs.com", "addresses": ["100.103.9.188"]},
                "oss-address": "100.118.28.44",
            }
        ],
        "cens": [
            {
                "id": "cen-demo",
                "transit-routers": [
                    {
                        "id": f"tr-{index}",
                        "region": region,
                        "attachments": [{"id": f"att-{index}", "vpc": f"vpc-{index}", "vswitches": [f"vsw-{index}"]}],
                    }
                    for index, region in enumerate(names)
                ],
                "connections": [
                    {"id": f"peer-{index}", "from": "tr-0", "to": f"tr-{index}"} for index in range(1, regions)
                ],
            }
        ],
    }


def cloud_of(content: dict[str, Any]) -> Cloud:
    """A cloud in which a world has just begun."""
    return Cloud(world_of(content))


def _route(destination: str, attachment: str) -> dict[str, Any]:
    return {"destination": destination, "hop-type": "Attachment", "hop": attachment}


def _router(router: str, region: str, attachment: str, vpc: str, zones: str) -> dict[str, Any]:
    vswitches = [f"vsw-{vpc.removeprefix('vpc-')}-{zone}" for zone in zones]
    return {
        "id": router,
        "region": region,
        "system-table": f"vtb-{router}",
        "attachments": [{"id": attachment, "vpc": vpc, "vswitches": vswitches}],
    }
