from __future__ import annotations

import json
from datetime import date
from ipaddress import IPv4Network

import pytest

from acree_infra.discovery.published import parse, published_ranges
from acree_infra.errors import ConfigError
from acree_infra.topology.values import SERVICE_SPACE

TABLE = "region,endpoint,cidr,source\nr-1,oss-r-1-internal.aliyuncs.com,100.99.1.0/24,somewhere\n"


def about(**changes: object) -> str:
    import hashlib

    known = {
        "published": "2026-02-05",
        "undated": [],
        "historic": {},
        "sha256": hashlib.sha256(TABLE.encode()).hexdigest(),
    }
    return json.dumps({**known, **changes})


def test_shipped_table_is_whole() -> None:
    table = published_ranges()

    assert len(table.regions) == 36
    assert sum(len(region.endpoints) for region in table.regions.values()) == 41
    assert len({network for region in table.regions.values() for network in region.ranges}) == 90
    assert table.published == date(2026, 2, 5)
    assert table.digest.startswith("sha256:")


def test_every_range_lies_in_the_service_space_and_none_holds_a_fixed_address() -> None:
    fixed = [IPv4Network(f"{address}/32") for address in ("100.100.2.136", "100.100.2.138", "100.100.100.200")]

    for region in published_ranges().regions.values():
        assert all(network.subnet_of(SERVICE_SPACE) for network in region.ranges)
        assert not any(address.subnet_of(network) for network in region.ranges for address in fixed)
        assert list(region.ranges) == sorted(set(region.ranges))


def test_hangzhou_has_the_four_ranges_of_the_worked_example() -> None:
    region = published_ranges().regions["cn-hangzhou"]

    assert [str(network) for network in region.ranges] == [
        "100.98.170.0/24",
        "100.114.102.0/24",
        "100.118.28.0/24",
        "100.118.31.0/24",
    ]
    assert region.endpoints == ("oss-cn-hangzhou-internal.aliyuncs.com",)
    assert (region.historic, region.published) == (False, date(2026, 2, 5))


def test_beijing_has_six_ranges() -> None:
    assert len(published_ranges().regions["cn-beijing"].ranges) == 6


def test_finance_region_has_several_endpoints_and_each_range_once() -> None:
    region = published_ranges().regions["cn-hangzhou-finance"]

    assert region.endpoints == (
        "oss-cn-hzfinance-internal.aliyuncs.com",
        "oss-cn-hzjbp-a-internal.aliyuncs.com",
        "oss-cn-hzjbp-b-internal.aliyuncs.com",
    )
    assert len(region.ranges) == 6


def test_closed_region_is_historic_and_dated() -> None:
    historic = [region for region in published_ranges().regions.values() if region.historic]

    assert [(region.region, region.published) for region in historic] == [("ap-south-1", date(2021, 3, 9))]


def test_undated_edition_has_no_date() -> None:
    undated = [region.region for region in published_ranges().regions.values() if region.published is None]

    assert undated == ["ap-southeast-8", "cn-zhongwei", "eu-west-2"]


@pytest.mark.parametrize("region", ["ap-southeast-2", "me-central-1", "cn-north-2-gov-1"])
def test_region_that_publishes_nothing_is_absent(region: str) -> None:
    assert region not in published_ranges().regions


def test_table_that_is_not_the_named_one_is_refused() -> None:
    assert list(parse(TABLE, about()).regions) == ["r-1"]
    with pytest.raises(ConfigError, match="expected the table with SHA-256") as caught:
        parse(TABLE.replace("100.99", "100.98"), about())
    assert "reviewed change" in str(caught.value)
