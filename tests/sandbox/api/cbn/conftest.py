"""The world and the network of the tests of Cbn."""

from collections.abc import Callable
from typing import Any

import pytest

from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import Network, WorkedExample, populate


@pytest.fixture
def world() -> World:
    """Two regions with a VPC each; everything settles at once."""
    return World(paces={"*": Pace(seconds=0)}, populate=populate)


@pytest.fixture
def network(call: Callable[..., dict[str, Any]]) -> Network:
    """A CEN instance and short words for calls."""
    return Network(call)


@pytest.fixture
def example(network: Network) -> WorkedExample:
    """The worked example, with auto-advertise."""
    return WorkedExample(network)
