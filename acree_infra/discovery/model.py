"""The lock file: what was learned outside for one stack file."""

from __future__ import annotations

from typing import Final, Literal

from acree_infra.discovery.facts import NetworkFacts
from acree_infra.discovery.legs import LegFacts
from acree_infra.topology.values import Model

LOCK_SCHEMA: Final = 1
"""Version of the lock file's own format."""


class Lock(Model):
    """One lock file. The plan is a pure function of the stack file and this."""

    schema_version: Literal[1] = LOCK_SCHEMA
    """Format of the file."""
    stack: str
    """Name of the stack it belongs to."""
    inputs: str
    """Digest of the parts of the stack file that decide what is looked up; a different one means stale."""
    content: str
    """Digest of `legs` and `networks`; a different one means that the file was changed by hand."""
    legs: LegFacts
    """The three legs."""
    networks: NetworkFacts
    """The networks."""
