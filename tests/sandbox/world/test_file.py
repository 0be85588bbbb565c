"""World files become clouds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acree_sandbox.api.cbn.resources import Association, Attachment, Propagation, TransitRouter, TransitRouterRouteEntry
from acree_sandbox.api.cr.resources import LinkedVpc, RegistryInstance, StorageDomainRule
from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.pvtz.resources import PrivateZone, ZoneRecord
from acree_sandbox.api.vpc.resources import HeldAddress, RouteEntry, RouteTable, Vpc, VSwitch
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import World
from acree_sandbox.world.file import load_world, world_of
from acree_sandbox.world.reader import WorldError

WORLDS = Path(__file__).parents[3] / "stacks" / "worlds"


def vpc(name: str, region: str, cidr: str, **more: object) -> dict[str, Any]:
    start = cidr.rsplit(".", 2)[0]
    return {
        "id": f"vpc-{name}",
        "region": region,
        "cidr": cidr,
        "vswitches": [
            {"id": f"vsw-{name}{zone}", "zone": f"{region}-{zone}", "cidr": f"{start}.{n}.0/24"}
            for n, zone in enumerate("ab")
        ],
        **more,
    }


def content() -> dict[str, Any]:
    return {
        "vpcs": [vpc("hz", "cn-hangzhou", "10.0.0.0/16"), vpc("sh", "cn-shanghai", "172.16.0.0/16")],
        "registries": [
            {
                "id": "cri-1",
                "name": "acr-demo",
                "region": "cn-hangzhou",
                "links": [{"vswitch": "vsw-hza", "address": "10.0.0.20"}],
                "auth": {"host": "dockerauth-vpc.cn-hangzhou.aliyuncs.com", "addresses": ["100.103.9.188"]},
                "oss-address": "100.118.28.44",
            }
        ],
    }


def cloud_of(data: dict[str, Any]) -> Cloud:
    return Cloud(world_of(data))


class TestContent:
    """Everything that a world may say exists afterwards."""

    def test_vpcs_tables_and_routes(self) -> None:
        data = content()
        data["vpcs"][1] |= {
            "secondary-cidrs": ["10.9.0.0/16"],
            "route-tables": [
                {
                    "id": "vtb-own",
                    "vswitches": ["vsw-sha"],
                    "routes": [{"destination": "8.8.8.0/24", "hop-type": "VpnGateway", "hop": "vpn-1"}],
                }
            ],
        }
        cloud = cloud_of(data)
        found = cloud.get(Vpc, "vpc-sh")
        assert found is not None
        assert (found.secondary_cidrs, found.owner) == (["10.9.0.0/16"], cloud.account)
        assert {t.id: t.type for t in cloud.where(RouteTable, "vpc", "vpc-sh")} == {
            "vtb-sh": "System",
            "vtb-own": "Custom",
        }
        assert {v.id: v.route_table for v in cloud.where(VSwitch, "vpc", "vpc-sh")} == {
            "vsw-sha": "vtb-own",
            "vsw-shb": "vtb-sh",
        }
        assert [(r.destination, r.hop) for r in cloud.all(RouteEntry)] == [("8.8.8.0/24", "vpn-1")]

    def test_registry_with_link_rule_and_hosts(self) -> None:
        data = content()
        data["registries"][0] |= {
            "custom-domains": ["hub.example.com"],
            "storage-domain-rules": [{"domain": "hub.example.com", "storage": "https://cdn.example.com"}],
        }
        data["hosts"] = [
            {"id": "i-1", "vswitch": "vsw-sha", "address": "172.16.0.9"},
            {"id": "i-2", "vswitch": "vsw-sha"},
        ]
        cloud = cloud_of(data)
        (link,) = cloud.all(LinkedVpc)
        assert (link.vpc, link.address, link.status) == ("vpc-hz", "10.0.0.20", "RUNNING")
        assert cloud.all(RegistryInstance)[0].bucket_host() == "cri-1-registry.oss-cn-hangzhou-internal.aliyuncs.com"
        assert cloud.all(StorageDomainRule)[0].routes[0]["StorageDomain"] == "https://cdn.example.com"
        assert {h.id: h.address for h in cloud.all(Host)} == {"i-1": "172.16.0.9", "i-2": "172.16.0.1"}
        assert {a.address for a in cloud.all(HeldAddress)} == {"10.0.0.20", "172.16.0.9", "172.16.0.1"}

    def test_cens_routers_and_connections(self) -> None:
        data = content()
        data["cens"] = [
            {
                "id": "cen-1",
                "transit-routers": [
                    {
                        "id": "tr-hz",
                        "region": "cn-hangzhou",
                        "tables": ["vtb-x"],
                        "attachments": [
                            {
                                "id": "tr-attach-hz",
                                "vpc": "vpc-hz",
                                "vswitches": ["vsw-hza", "vsw-hzb"],
                                "table": "vtb-x",
                            }
                        ],
                        "routes": [{"destination": "192.168.0.0/16", "attachment": "tr-attach-hz"}],
                    },
                    {"id": "tr-sh", "region": "cn-shanghai", "edition": "Basic"},
                ],
                "connections": [
                    {"id": "tr-attach-p", "from": "tr-hz", "to": "tr-sh", "mbps": 5, "to-connected": False}
                ],
            }
        ]
        cloud = cloud_of(data)
        assert {t.id: t.edition for t in cloud.all(TransitRouter)} == {"tr-hz": "Enterprise", "tr-sh": "Basic"}
        assert {(a.attachment, a.table) for a in cloud.all(Association)} == {
            ("tr-attach-hz", "vtb-x"),
            ("tr-attach-p", "vtb-hz"),
        }
        assert len(cloud.all(Propagation)) == 2
        peer = cloud.get(Attachment, "tr-attach-p")
        assert peer is not None
        assert (peer.bandwidth, peer.peer_region, peer.auto_publish) == (5, "cn-shanghai", True)
        assert [(r.destination, r.hop) for r in cloud.all(TransitRouterRouteEntry)] == [
            ("192.168.0.0/16", "tr-attach-hz")
        ]
        assert len(cloud.where(HeldAddress, "holder", "tr-attach-hz")) == 2

    def test_private_zones(self) -> None:
        data = content()
        data["private-zones"] = [
            {
                "id": "zone-1",
                "name": "corp.example",
                "vpcs": ["vpc-sh"],
                "records": [{"name": "git", "value": "10.0.0.9"}],
            }
        ]
        cloud = cloud_of(data)
        assert cloud.all(PrivateZone)[0].sees("vpc-sh")
        assert [(r.name, r.value, r.status) for r in cloud.all(ZoneRecord)] == [("git", "10.0.0.9", "ENABLE")]

    def test_account_keys_paces_and_quotas(self) -> None:
        world = world_of(
            {"account": "42", "keys": {"k": "hidden"}, "paces": {"cen": 0}, "quotas": {"linked-vpcs": 1}, "seed": 7}
        )
        assert (world.account, world.keys, world.seed, world.quotas) == ("42", {"k": "hidden"}, 7, {"linked-vpcs": 1})
        assert world.pace("cen").seconds == 0
        assert "hidden" not in repr(world)
        assert world_of({}).keys == World().keys


class TestRefusals:
    """A world that cannot exist is refused with the place of the mistake."""

    @pytest.mark.parametrize(
        ("change", "complaint"),
        [
            (lambda d: d.update(vpc=[]), "vpc: unknown key; did you mean 'vpcs'?"),
            (lambda d: d["vpcs"][0].pop("cidr"), "vpcs[0]: 'cidr' is missing"),
            (
                lambda d: d["vpcs"][0].update({"route-tables": [{"id": "t", "vswitches": ["vsw-sha"]}]}),
                "route-tables[0].vswitches: 'vsw-sha' is not a vSwitch of vpc-hz",
            ),
            (lambda d: d["registries"][0].update(size="Huge"), "registries[0].size: wanted one of Basic, Standard"),
            (
                lambda d: d["registries"][0].update(links=[{"vswitch": "vsw-x"}]),
                "links[0].vswitch: there is no vSwitch 'vsw-x'",
            ),
            (
                lambda d: d["registries"][0]["links"].append({"vswitch": "vsw-hza", "address": "10.0.0.20"}),
                "links[1].address: vSwitch vsw-hza has no free address 10.0.0.20",
            ),
            (
                lambda d: d["registries"][0]["links"][0].update(status="BROKEN"),
                "wanted RUNNING or CREATING, found 'BROKEN'",
            ),
            (
                lambda d: d.update(hosts=[{"id": "i", "vswitch": "vsw-x"}]),
                "hosts[0].vswitch: there is no vSwitch 'vsw-x'",
            ),
            (
                lambda d: d.update(hosts=[{"id": "i", "vswitch": "vsw-hza", "address": "10.0.0.20"}]),
                "hosts[0].address: it is taken",
            ),
            (
                lambda d: d.update({"private-zones": [{"id": "z", "name": "a.b", "vpcs": ["vpc-x"]}]}),
                "private-zones[0].vpcs: there is no VPC 'vpc-x'",
            ),
            (
                lambda d: d.update(
                    cens=[{"id": "c", "transit-routers": [{"id": "tr-1", "region": "r", "edition": "Gold"}]}]
                ),
                "edition: wanted Enterprise or Basic, found 'Gold'",
            ),
            (
                lambda d: d.update(cens=[{"id": "c", "connections": [{"id": "p", "from": "tr-1", "to": "tr-2"}]}]),
                "connections[0].from: there is no transit router 'tr-1'",
            ),
            (lambda d: d.update(paces={"cen": "fast"}), "paces.cen: wanted seconds, found 'fast'"),
            (lambda d: d.update(quotas={"x": 1.5}), "quotas.x: wanted a whole number, found 1.5"),
        ],
    )
    def test_named_with_its_place(self, change: Callable[[dict[str, Any]], object], complaint: str) -> None:
        data = content()
        change(data)
        with pytest.raises(WorldError) as caught:
            world_of(data)
        assert complaint in str(caught.value)


class TestFiles:
    """The file itself."""

    def test_every_shipped_world_loads(self) -> None:
        worlds = sorted(WORLDS.glob("*.yaml"))
        assert worlds
        for path in worlds:
            assert Cloud(load_world(path)).all(RegistryInstance), path

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("x: 1\n\ty: 2", ":2: is not YAML: "),
            ("x: 2026-99-99", "is not YAML: month"),
            ("- a\n", "wanted a mapping"),
            ("vpcs: 1\n", "vpcs: wanted a list"),
        ],
    )
    def test_what_is_wrong_names_the_file(self, tmp_path: Path, text: str, complaint: str) -> None:
        path = tmp_path / "world.yaml"
        path.write_text(text)
        with pytest.raises(WorldError) as caught:
            load_world(path)
        assert str(path) in str(caught.value)
        assert complaint in str(caught.value)

    def test_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(WorldError, match="cannot be read"):
            load_world(tmp_path / "none.yaml")

    def test_an_empty_file_is_an_empty_world(self, tmp_path: Path) -> None:
        path = tmp_path / "world.yaml"
        path.write_text("")
        assert Cloud(load_world(path)).everything() == []
