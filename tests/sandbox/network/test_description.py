"""The whole plan: equal for equal states, complete, and stable under changes elsewhere."""

from hypothesis import given, settings
from hypothesis import strategies as st

from acree_sandbox.network.description import describe
from acree_sandbox.network.naming import LONGEST_INTERFACE
from acree_sandbox.network.values import NetworkPlan
from tests.sandbox.network.worlds import cloud_of, many_regions, two_regions


def test_equal_states_have_equal_plans() -> None:
    assert describe(cloud_of(two_regions())) == describe(cloud_of(two_regions()))


def test_nothing_exists_in_an_empty_world() -> None:
    assert describe(cloud_of({})) == NetworkPlan()


def test_a_plan_is_closed() -> None:
    plan = describe(cloud_of(many_regions(4, 8)))
    ends = [end for link in plan.links for end in (link.near, link.far)]
    assert len(ends) == len(set(ends)), "each interface belongs to one link"
    for name, its in plan.namespaces.items():
        links = {"lo", ""} | {end.link for end in ends if end.namespace == name}
        assert {route.link for route in its.routes} <= links
        assert {rule.link for rule in its.rules} <= links
        assert {address.link for address in its.addresses} <= links
        assert all(len(link) <= LONGEST_INTERFACE for link in links)
        filled = {route.table for route in its.routes}
        assert {rule.table for rule in its.rules if rule.table} - filled <= {100}, "rules ask tables that exist"


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 8), st.integers(1, 3))
def test_a_further_region_leaves_hosts_and_services_of_others_alone(regions: int, more: int) -> None:
    before, after = (describe(cloud_of(many_regions(count, 2))) for count in (regions, regions + more))
    for name, its in before.namespaces.items():
        if its.kind in {"host", "services"}:
            assert after.namespaces[name] == its
    kept = {link for link in before.links if not link.near.namespace.startswith("registry-")}
    assert kept <= after.links, "ids of links, and so their names, depend on how many others there are"
