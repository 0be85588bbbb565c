"""A registry and two VPCs; everything settles at once."""

import pytest

from acree_sandbox.core.world import World
from acree_sandbox.world.file import world_of
from tests.sandbox.world.test_file import content


@pytest.fixture
def world() -> World:
    return world_of({**content(), "paces": {"*": 0}, "quotas": {"linked-vpcs": 2}})
