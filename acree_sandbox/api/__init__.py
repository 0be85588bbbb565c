"""The emulated services, one package each; importing a package registers its actions."""

from __future__ import annotations

from importlib import import_module

SERVICES = (  # one line each, in order of the alphabet
    "cbn",
    "cr",
    "expressconnect",
    "expressconnectrouter",
    "ecs",
    "pvtz",
    "sts",
    "vpc",
    "vpcpeer",
    "vpn",
)


def load_services() -> None:
    """Import every service, so that its actions are served."""
    for name in SERVICES:
        import_module(f"{__name__}.{name}")
