"""Serves the component to programs in any language; the engine finds `pulumi-resource-acree` on PATH and starts it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

from pulumi.provider.experimental import component_provider_host

from acree_infra.package.access import PrivateRegistryAccess

NAME = "acree"
THREADS = 1024
"""Each resource holds a thread of the SDK until it is made, and what waits for a route to settle needs another one.

Python's own number, four more than processors, is all taken by resources that wait for one another, for ever. Threads
are only started when they are needed.
"""


class WideLoops(asyncio.DefaultEventLoopPolicy):
    """Event loops whose calls that block have threads enough."""

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """A loop of the usual kind with `THREADS` threads."""
        loop = super().new_event_loop()
        loop.set_default_executor(ThreadPoolExecutor(THREADS))
        return loop


def main() -> None:
    """Serve until the engine ends this process."""
    asyncio.set_event_loop_policy(WideLoops())  # type: ignore[deprecated]  # the SDK's server makes its own loop
    component_provider_host([PrivateRegistryAccess], NAME, version=version("acree"))
