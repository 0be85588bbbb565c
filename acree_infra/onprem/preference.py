"""How the rank of a path becomes the numbers that devices compare: the same in every family.

BGP has a distance of its own on each device: 20, or 170 with Junos, or what the rendered policy sets where it
would be 255. Static routes that come before it stay below, those that come after it above, and what drops last.
"""

from __future__ import annotations

from acree_infra.onprem.view import SiteView, StaticRoute

GUARD_DISTANCE = 250
"""Of the routes that drop: worse than every route that works, better than none."""
BGP_DISTANCE = 20
"""Of BGP, where a device's own number would be worse than the routes that drop."""
RANKS = 10
"""How many ranks there is room for."""
MOST_PATHS = 10
"""How many paths there is room for."""
_BEFORE, _AFTER, _AFTER_STEP = 5, 180, 5
_BORDER = 100
_BEST_PREFERENCE, _STEP = 300, 10
_DISTANCE_BITS = 24


def distance(view: SiteView, route: StaticRoute) -> int:
    """Administrative distance of a static route: the smaller wins."""
    told = [path.rank for path in view.paths if route.prefix in view.learned(path)]
    if told and route.path.rank > min(told):
        return _AFTER + _AFTER_STEP * route.path.rank
    return _BEFORE + route.path.rank


def rank_of_distance(number: int) -> int:
    """The rank that a distance was made from."""
    return number - _BEFORE if number < _BORDER else (number - _AFTER) // _AFTER_STEP


def metric(view: SiteView, route: StaticRoute) -> int:
    """Metric of a route in a plain Linux table.

    No two are equal, for the table has room for one route of each metric. The highest byte is what FRR takes for the
    distance of a route that others have set: a small metric would win over BGP.
    """
    return (distance(view, route) << _DISTANCE_BITS) + view.paths.index(route.path)


GUARD_METRIC = GUARD_DISTANCE << _DISTANCE_BITS
"""Metric of a route that drops, in a plain Linux table."""


def rank_of_metric(number: int) -> int:
    """The rank that a metric was made from."""
    return rank_of_distance(number >> _DISTANCE_BITS)


def local_preference(rank: int) -> int:
    """BGP local preference: the larger wins."""
    return _BEST_PREFERENCE - _STEP * rank


def rank_of_local_preference(number: int) -> int:
    """The rank that a local preference was made from."""
    return (_BEST_PREFERENCE - number) // _STEP
