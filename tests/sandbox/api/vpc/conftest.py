"""The world and the network of the tests of Vpc."""

from collections.abc import Callable
from typing import Any

import pytest

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.vpc.networks import Network


@pytest.fixture
def world() -> World:
    """Everything settles at once."""
    return World(paces={"*": Pace(seconds=0)})


@pytest.fixture
def network(call: Callable[..., dict[str, Any]], cloud: Cloud) -> Network:
    """A VPC, two vSwitches, a custom table and an attachment."""
    return Network(call, cloud)
