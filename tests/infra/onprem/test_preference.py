"""A path of a better rank wins on every device, whatever it is made of; what drops never wins over a path."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from acree_infra.onprem import preference
from acree_infra.onprem.view import SiteView
from tests.infra.onprem import samples
from tests.infra.onprem.strategies import views

BGP_DISTANCES = (preference.BGP_DISTANCE, 170)
"""Of devices; Junos has the larger one."""


@given(view=views())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_ranks_is_the_order_of_distances(view: SiteView) -> None:
    for prefix in view.prefixes:
        static = [route for route in view.static_routes if route.prefix == prefix]
        told = [path for path in view.paths if prefix in view.learned(path)]
        for route in static:
            own = preference.distance(view, route)
            assert 0 < own < preference.GUARD_DISTANCE
            assert preference.rank_of_distance(own) == route.path.rank
            for other in static:
                better = preference.distance(view, other) < own
                assert better == (other.path.rank < route.path.rank)
            if told:
                first = min(path.rank for path in told)
                assert all((bgp < own) == (first < route.path.rank) for bgp in BGP_DISTANCES)


@given(view=views())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_two_metrics_of_a_prefix_are_equal(view: SiteView) -> None:
    for prefix in view.prefixes:
        metrics = [preference.metric(view, route) for route in view.static_routes if route.prefix == prefix]
        assert len(metrics) == len(set(metrics))
        assert all(each < preference.GUARD_METRIC < 2**32 for each in metrics)
        assert metrics == sorted(metrics)


def test_the_highest_byte_of_a_metric_is_its_distance() -> None:
    for route in samples.TWO_LINES.static_routes:
        metric = preference.metric(samples.TWO_LINES, route)
        assert metric >> 24 == preference.distance(samples.TWO_LINES, route)
        assert preference.rank_of_metric(metric) == route.path.rank
    assert preference.GUARD_METRIC >> 24 == preference.GUARD_DISTANCE


def test_a_better_rank_is_preferred_by_bgp() -> None:
    numbers = [preference.local_preference(rank) for rank in range(preference.RANKS)]
    assert numbers == sorted(numbers, reverse=True)
    assert min(numbers) > 100
    assert [preference.rank_of_local_preference(each) for each in numbers] == list(range(preference.RANKS))
