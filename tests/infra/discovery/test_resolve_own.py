"""What the stack made itself never enters the lock: resolving again after an update changes no byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from acree_infra.cloud.cen import AttachmentRecord, TransitRouterRecord, TransitRouterTableRecord
from acree_infra.cloud.private_zone import ZoneRecord
from acree_infra.cloud.registry import VpcEndpointRecord
from acree_infra.cloud.routes import RouteRecord
from acree_infra.discovery.lock_file import lock_path
from acree_infra.discovery.surroundings import Surroundings
from tests.infra.discovery.fakes import OWN_TAGS, REGISTRY_HOST, FakeAccount, link
from tests.infra.discovery.house import House
from tests.infra.discovery.scene import Events


@pytest.fixture
def house(directory: Path, data: dict[str, Any], account: FakeAccount, around: Surroundings, events: Events) -> House:
    return House(directory, data, account, around, events)


def after_update(account: FakeAccount) -> None:
    """What `pulumi up` of the worked example leaves behind in an account with a created CEN."""
    account.own_cens["acree:stack", "dev"] = ("cen-own",)
    for region, name, vswitches in (
        ("cn-hangzhou", "bp1", ("vsw-bp1j", "vsw-bp1k")),
        ("cn-shanghai", "uf6", ("vsw-uf6m", "vsw-uf6n")),
    ):
        attachment = f"tr-attach-{name}"
        account.attached["cen-own", region, "vpc"] = [
            AttachmentRecord(attachment, "vpc", f"tr-{name}", f"vpc-{name}demo", vswitches=vswitches, tags=OWN_TAGS)
        ]
        account.routes[f"vtb-{name}main"] = [
            RouteRecord("100.118.28.0/24", "Attachment", attachment, "acree-dev-oss"),
            RouteRecord("10.0.0.0/16", "Attachment", attachment, "acree-dev-return"),
        ]
        account.subnets[f"vpc-{name}demo"] = [
            replace(vswitch, free_addresses=vswitch.free_addresses - 1)
            for vswitch in account.subnets[f"vpc-{name}demo"]
        ]
    account.dns_zones[ZoneRecord("z-own", REGISTRY_HOST, "acree:dev")] = ("vpc-uf6demo",)


class TestOwnThings:
    @pytest.mark.parametrize("free", [1, 5, 10, 250])
    def test_update_of_a_created_cen_changes_no_byte(self, house: House, free: int) -> None:
        for vpc, vswitches in house.account.subnets.items():
            house.account.subnets[vpc] = [replace(vswitch, free_addresses=free) for vswitch in vswitches]
        house.write()
        before = lock_path(house.stack).read_bytes()

        after_update(house.account)
        house.later(hours=1)

        assert house.check() == []
        assert house.write() is False
        assert lock_path(house.stack).read_bytes() == before

    def test_update_of_an_existing_cen_changes_no_byte(self, house: House) -> None:
        account, cen = house.account, "cen-1"
        house.data["network"]["cen"] = cen
        account.routers[cen, "cn-hangzhou"] = [TransitRouterRecord("tr-hz", "cn-hangzhou", "Enterprise")]
        account.router_tables["tr-hz"] = [TransitRouterTableRecord("vtb-hz", "System")]
        account.attached[cen, "cn-hangzhou", "vpc"] = [AttachmentRecord("tr-attach-1", "vpc", "tr-hz", "vpc-x")]
        account.associated["vtb-hz"] = ("tr-attach-1",)
        for vswitches in account.subnets.values():
            vswitches[:] = [replace(vswitch, free_addresses=3) for vswitch in vswitches]
        house.write()
        before = lock_path(house.stack).read_bytes()

        account.routers[cen, "cn-shanghai"] = [TransitRouterRecord("tr-sh", "cn-shanghai", "Enterprise", OWN_TAGS)]
        peer = AttachmentRecord("tr-attach-9", "peer", "tr-hz", "tr-sh", "cn-shanghai", tags=OWN_TAGS)
        account.attached[cen, "cn-hangzhou", "peer"] = [replace(peer, tags=())]
        account.attached[cen, "cn-shanghai", "peer"] = [peer]
        own = AttachmentRecord("tr-attach-2", "vpc", "tr-hz", "vpc-bp1demo", vswitches=("vsw-bp1j",), tags=OWN_TAGS)
        account.attached[cen, "cn-hangzhou", "vpc"].append(own)
        account.associated["vtb-hz"] += ("tr-attach-2", "tr-attach-9")
        account.propagated["vtb-hz"] = ("tr-attach-2", "tr-attach-9")
        account.routes["vtb-hz"] = [RouteRecord("100.118.28.0/24", "Attachment", "tr-attach-2", "acree-dev-oss")]
        account.subnets["vpc-bp1demo"][0] = replace(account.subnets["vpc-bp1demo"][0], free_addresses=2)

        assert house.check() == []
        assert house.write() is False
        assert lock_path(house.stack).read_bytes() == before

    def test_link_that_the_stack_made_gives_its_address_back(self, house: House) -> None:
        house.data["registry"]["link"] = "vsw-bp1j"
        for vswitches in house.account.subnets.values():
            vswitches[:] = [replace(vswitch, free_addresses=3) for vswitch in vswitches]
        links = (link("vpc-bp1demo", "vsw-bp1j"), link("vpc-bp1demo", "vsw-bp1k", "10.0.1.9"))
        house.account.endpoints = [VpcEndpointRecord((REGISTRY_HOST,), links)]

        lock = house.resolve()

        assert [vswitch.free_addresses for vswitch in lock.networks.vpcs[0].vswitches] == [4, 3]

    def test_links_of_clients_give_their_addresses_back(self, house: House) -> None:
        house.data["clients"] += [
            {
                "name": "near",
                "region": "cn-hangzhou",
                "vpc": "vpc-bp1demo",
                "via": "link",
                "link-vswitch": "vsw-bp1k",
            }
        ]
        for vswitches in house.account.subnets.values():
            vswitches[:] = [replace(vswitch, free_addresses=3) for vswitch in vswitches]
        links = (link("vpc-bp1demo", "vsw-bp1k"),)
        house.account.endpoints = [VpcEndpointRecord((REGISTRY_HOST,), links)]

        lock = house.resolve()

        assert [vswitch.free_addresses for vswitch in lock.networks.vpcs[0].vswitches] == [3, 4]
