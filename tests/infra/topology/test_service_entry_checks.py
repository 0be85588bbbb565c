"""Ways over one Basic Edition router say the same of its AnyTunnel entries."""

from __future__ import annotations

import pytest

from tests.infra.topology.texts import added, problems

CREATED = "entries: create, cen: cen-1"


def two(one: str, other: str, router: str = "tr-1", area: str = "ccn-cn-shanghai") -> str:
    """Two sites, each behind a gateway of its own; their ways begin on lines 19 and 23."""

    def site(name: str, cidr: str, way: str, router: str, area: str) -> list[str]:
        terms = f"gateway: sag-{name}, network: ccn-1, area: {area}, transit-router: {router}"
        return [
            f"  - name: {name}",
            f"    cidrs: [{cidr}]",
            "    via:",
            f"      - {{kind: smart-access-gateway, {terms}{', ' if way else ''}{way}}}",
        ]

    first = site("tokyo", "192.168.0.0/16", one, "tr-1", "ccn-cn-shanghai")
    return added("\n".join(["acree:sites:", *first, *site("osaka", "10.99.0.0/24", other, router, area)]))


@pytest.mark.parametrize("way", ["", CREATED])
def test_two_sites_may_share_the_entries(way: str) -> None:
    assert problems(two(way, way)) == []


def test_the_default_is_what_an_absent_key_stands_for() -> None:
    assert problems(two("", "entries: by-hand")) == []


def test_another_router_has_entries_of_its_own() -> None:
    assert problems(two("", CREATED, router="tr-2")) == []


@pytest.mark.parametrize(
    ("one", "other", "area", "expected"),
    [
        ("", CREATED, "ccn-cn-shanghai", ("entries", "cen")),
        (CREATED, "entries: create, cen: cen-2", "ccn-cn-shanghai", ("cen",)),
        (CREATED, CREATED, "ccn-cn-hongkong", ("area",)),
    ],
)
def test_what_differs_is_named_at_its_line(one: str, other: str, area: str, expected: tuple[str, ...]) -> None:
    found = problems(two(one, other, area=area))
    assert [problem.partition(": entries of tr-1")[0] for problem in found] == [
        f"23: sites[1].via[0].{key}" for key in expected
    ]
    assert all("sites[0].via[0]" in problem and "first on line 19" in problem for problem in found)
    assert all("a router has one set of entries" in problem for problem in found)
