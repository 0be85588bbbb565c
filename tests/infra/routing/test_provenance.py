from __future__ import annotations

from ipaddress import IPv4Network

import pytest

from acree_infra.routing.provenance import Provenance
from tests.infra.samples import lock_data, lock_of


@pytest.mark.parametrize(
    ("prefix", "entry"),
    [
        (
            "100.103.9.188/32",
            "legs.auth.addresses by challenge+dns, first seen 2026-11-02, last seen 2026-11-02",
        ),
        ("100.118.28.0/24", "legs.oss.ranges by published, published 2026-02-05, last seen 2026-11-02"),
        ("10.0.0.0/16", "networks.vpcs vpc-bp1demo"),
        ("172.16.1.0/24", "networks.vpcs vpc-uf6demo"),
        ("100.64.0.0/10", ""),
        ("192.168.0.0/16", ""),
    ],
)
def test_the_entry_behind_a_prefix(prefix: str, entry: str) -> None:
    assert Provenance(lock_of(lock_data())).of(IPv4Network(prefix)) == entry


def test_a_lock_without_auth_and_without_a_date() -> None:
    data = lock_data()
    data["legs"]["auth"] = None
    data["legs"]["oss"]["published"] = None
    found = Provenance(lock_of(data))
    assert found.of(IPv4Network("100.103.9.188/32")) == ""
    assert found.of(IPv4Network("100.118.28.0/24")) == "legs.oss.ranges by published, last seen 2026-11-02"


def test_where_there_is_no_lock_nothing_is_known() -> None:
    assert Provenance(None).of(IPv4Network("10.0.0.0/16")) == ""
