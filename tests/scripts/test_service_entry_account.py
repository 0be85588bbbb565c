"""AnyTunnel entries that a proof takes away and puts back, with an SDK that remembers what it is asked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from scripts.service_entry_account import ServiceEntryAccount

AUTH = "100.103.9.188/32"
ENTRY = {
    "cen_id": "cen-hq",
    "host": AUTH,
    "host_region_id": "cn-hangzhou",
    "host_vpc_id": "vpc-bp1demo",
    "access_region_id": "ccn-cn-shanghai",
    "description": "acree-dev-auth",
}


class Cbn:
    """Two CENs, of which the second has one entry."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def describe_cens(self, _request: object) -> object:
        rows = [SimpleNamespace(cen_id=name) for name in ("cen-other", "cen-hq")]
        return SimpleNamespace(body=SimpleNamespace(cens=SimpleNamespace(cen=rows)))

    def describe_route_services_in_cen(self, request: Any) -> object:  # noqa: ANN401  # the SDK's classes carry no types
        rows = [SimpleNamespace(**ENTRY)] if (request.cen_id, request.host) == ("cen-hq", AUTH) else []
        return SimpleNamespace(body=SimpleNamespace(route_service_entries=SimpleNamespace(route_service_entry=rows)))

    def delete_route_service_in_cen(self, request: Any) -> None:  # noqa: ANN401  # same
        self.asked.append(("delete", request.to_map()))

    def resolve_and_route_service_in_cen(self, request: Any) -> None:  # noqa: ANN401  # same
        self.asked.append(("make", request.to_map()))


def test_an_entry_is_deleted_and_made_again_with_the_same_terms() -> None:
    cbn = Cbn()
    restore = ServiceEntryAccount(cbn, lambda call: call()).remove(AUTH)
    ((verb, gone),) = cbn.asked
    assert verb == "delete"
    assert (gone["CenId"], gone["Host"], gone["AccessRegionId"]) == ("cen-hq", AUTH, "ccn-cn-shanghai")
    restore()
    verb, made = cbn.asked[-1]
    assert verb == "make"
    assert made["AccessRegionIds"] == ["ccn-cn-shanghai"]
    assert {made[term] for term in ("Description", "HostVpcId", "HostRegionId")} == {
        "acree-dev-auth",
        "vpc-bp1demo",
        "cn-hangzhou",
    }


def test_both_calls_are_repeated_when_they_come_too_early() -> None:
    repeated: list[object] = []
    account = ServiceEntryAccount(Cbn(), lambda call: repeated.append(call()))
    account.remove(AUTH)()
    assert len(repeated) == 2


def test_a_prefix_without_an_entry_is_named() -> None:
    with pytest.raises(LookupError, match=r"no CEN has an AnyTunnel entry for 100\.99\.0\.0/24"):
        ServiceEntryAccount(Cbn(), lambda call: call()).remove("100.99.0.0/24")
