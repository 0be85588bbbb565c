"""The world of the tests of VPC peering: three VPCs, everything settles at once."""

import pytest

from acree_sandbox.api.vpc.resources import RouteTable
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import HANGZHOU, SHANGHAI, add_vpc


@pytest.fixture
def world() -> World:
    def populate(cloud: Cloud) -> None:
        add_vpc(cloud, "vpc-hz", HANGZHOU, "10.0.0.0/16", {"vsw-hz": "j"})
        add_vpc(cloud, "vpc-near", HANGZHOU, "10.9.0.0/16", {"vsw-near": "j"})
        add_vpc(cloud, "vpc-sh", SHANGHAI, "172.16.0.0/16", {"vsw-sh": "m"})
        add_vpc(cloud, "vpc-theirs", SHANGHAI, "172.17.0.0/16", {"vsw-theirs": "m"}, owner="42")
        for vpc, region in (("vpc-hz", HANGZHOU), ("vpc-sh", SHANGHAI)):
            row = RouteTable(id=vpc.replace("vpc", "vtb"), region=region, status="Available", vpc=vpc, type="System")
            cloud.put(row)

    return World(paces={"*": Pace(seconds=0)}, populate=populate)
