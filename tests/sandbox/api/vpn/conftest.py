"""The world and the network of the tests of VPN."""

from collections.abc import Callable
from typing import Any

import pytest

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.vpn.networks import Vpn


@pytest.fixture
def world() -> World:
    """Everything settles at once."""
    return World(paces={"*": Pace(seconds=0)})


@pytest.fixture
def vpn(call: Callable[..., dict[str, Any]], cloud: Cloud) -> Vpn:
    """A VPC with a VPN gateway in two vSwitches, two customer gateways, and a transit router."""
    return Vpn(call, cloud)
