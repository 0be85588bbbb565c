"""The world of the tests of Express Connect: a VPC, a VBR that is there already, everything settles at once."""

from collections.abc import Callable
from typing import Any

import pytest

from acree_sandbox.api.vpc.resources import RouteTable
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from acree_sandbox.world.catalogue import load_sections
from acree_sandbox.world.reader import Section
from acree_sandbox.world.vbrs import put_vbr
from tests.sandbox.api.cbn.networks import HANGZHOU, add_vpc
from tests.sandbox.api.expressconnect.networks import Lines

VBR = {"id": "vbr-hq", "region": HANGZHOU, "local": "10.255.0.1", "peer": "10.255.0.2", "vlan": 100}


@pytest.fixture
def world() -> World:
    load_sections()

    def populate(cloud: Cloud) -> None:
        add_vpc(cloud, "vpc-1", HANGZHOU, "10.0.0.0/16", {"vsw-1": "h", "vsw-2": "i"}, system_table="vtb-1")
        cloud.put(RouteTable(id="vtb-1", region=HANGZHOU, status="Available", vpc="vpc-1", type="System"))
        put_vbr(cloud, Section("vbrs[0]", VBR))

    return World(paces={"*": Pace(seconds=0)}, populate=populate)


@pytest.fixture
def lines(call: Callable[..., dict[str, Any]], cloud: Cloud) -> Lines:
    return Lines(call, cloud)
