"""Calls side by side, so many at a time; every failure is kept to the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from acree_infra.errors import AccessError, DiscoveryError

K = TypeVar("K")
V = TypeVar("V")


def side_by_side(calls: Mapping[K, Callable[[], V]], most: int) -> dict[K, V]:
    """What each call gives, by its key, in the order of the keys.

    Args:
        calls: what to call, by key.
        most: how many run at the same time at most.

    Raises:
        AccessError: the account refused the credentials; the rest follows from that, so it comes alone.
        DiscoveryError: calls failed; each is named.
    """
    if not calls:
        return {}
    with ThreadPoolExecutor(min(most, len(calls)), thread_name_prefix="call") as pool:
        futures = {key: pool.submit(call) for key, call in calls.items()}
        failures = [error for future in futures.values() if (error := future.exception()) is not None]
    other = next((error for error in failures if not isinstance(error, DiscoveryError)), None)
    refused = next((error for error in failures if isinstance(error, AccessError)), other)
    if refused is not None:
        raise refused
    problems = [problem for error in failures if isinstance(error, DiscoveryError) for problem in error.problems]
    if problems:
        raise DiscoveryError(tuple(dict.fromkeys(problems)))
    return {key: future.result() for key, future in futures.items()}
