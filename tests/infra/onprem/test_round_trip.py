"""What a family renders is read back by the family's reader, and says what the view says: nothing more or less."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from acree_infra.onprem.all_families import FAMILIES
from acree_infra.onprem.facts import ASPECTS, Facts, facts_of
from acree_infra.onprem.family import Family
from acree_infra.onprem.keys import REFERENCES, Keys
from acree_infra.onprem.refusal import CannotRender
from acree_infra.onprem.rendering import render
from acree_infra.onprem.view import SiteView
from tests.infra.onprem.samples import ALL_VIEWS
from tests.infra.onprem.strategies import views

ALL = pytest.mark.parametrize("family", [pytest.param(family, id=family.name) for family in FAMILIES])
KEYS = Keys({f"way-{number}": f"key/{number}=+" for number in range(1, 41)} | {"bgp": "session.key"})


def read_back(view: SiteView, family: Family, keys: Keys) -> Facts:
    return family.read({file.path: file.text for file in render(view, family, keys)})


def wanted(view: SiteView, family: Family, keys: Keys) -> Facts:
    return facts_of(family.adapted(view), keys).only(family.covers)


@ALL
@pytest.mark.parametrize("name", ALL_VIEWS)
def test_samples_survive(family: Family, name: str) -> None:
    view = ALL_VIEWS[name]
    if list(family.reasons(view)):
        with pytest.raises(CannotRender, match=f"{family.title} cannot be rendered for site hq: "):
            render(view, family)
        return
    assert read_back(view, family, REFERENCES) == wanted(view, family, REFERENCES)


@given(view=views())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_site_survives(view: SiteView) -> None:
    for family in FAMILIES:
        if not list(family.reasons(view)):
            assert read_back(view, family, KEYS) == wanted(view, family, KEYS), family.name


@ALL
def test_every_aspect_is_one_of_facts(family: Family) -> None:
    assert family.covers <= set(ASPECTS)
    assert family.covers


def test_together_the_families_cover_every_aspect() -> None:
    router_like = [family for family in FAMILIES if "tunnels" in family.covers and "guards" in family.covers]
    assert {family.name for family in router_like} >= {
        "cisco-ios-xe",
        "fortinet-fortios",
        "h3c-comware",
        "huawei-vrp",
        "juniper-srx",
        "mikrotik-routeros",
        "table",
    }
    linux = [FAMILIES.get(name) for name in ("strongswan", "frr", "nftables", "iproute2")]
    assert frozenset[str]().union(*(family.covers for family in linux)) == set(ASPECTS) - {"hosts", "forwards"}
