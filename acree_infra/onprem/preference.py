"""How the rank of a path becomes the numbers that devices compare: the same in every family."""

from __future__ import annotations

from acree_infra.onprem.view import Path, SiteView

GUARD_DISTANCE = 250
"""Of the routes that drop: worse than every route that works, better than none."""
RANKS = 20
"""How many ranks there is room for."""
MOST_PATHS = 10
"""How many paths there is room for between two ranks."""
_BEST_DISTANCE = 10
_BEST_PREFERENCE = 300
_STEP = 10


def distance(rank: int) -> int:
    """Administrative distance, or metric, of a static route: the smaller wins."""
    return _BEST_DISTANCE + _STEP * rank


def metric(view: SiteView, path: Path) -> int:
    """Metric of a route in a plain Linux table, which has room for one route of each metric: no two are equal."""
    return distance(path.rank) + view.paths.index(path)


def rank_of_distance(number: int) -> int:
    """The rank that a distance or a metric was made from."""
    return (number - _BEST_DISTANCE) // _STEP


def local_preference(rank: int) -> int:
    """BGP local preference: the larger wins."""
    return _BEST_PREFERENCE - _STEP * rank


def rank_of_local_preference(number: int) -> int:
    """The rank that a local preference was made from."""
    return (_BEST_PREFERENCE - number) // _STEP
