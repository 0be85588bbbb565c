"""Serves the component to programs in any language; the engine finds `pulumi-resource-acree` on PATH and starts it."""

from __future__ import annotations

from importlib.metadata import version

from pulumi.provider.experimental import component_provider_host

from acree_infra.package.access import PrivateRegistryAccess

NAME = "acree"


def main() -> None:
    """Serve until the engine ends this process."""
    component_provider_host([PrivateRegistryAccess], NAME, version=version("acree"))
