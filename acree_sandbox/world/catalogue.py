"""The sections of a world file in the order in which they are put: later ones name what earlier ones made."""

from __future__ import annotations

from importlib import import_module

SECTIONS = ("regions", "vpcs", "private_zones", "registries", "hosts", "cens", "vpn_gateways", "vbrs", "sites")


def load_sections() -> None:
    """Import every section, so that it is registered."""
    for name in SECTIONS:
        import_module(f"acree_sandbox.world.{name}")
