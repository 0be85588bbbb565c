"""Pre-shared keys that ways over IPsec take from the stack's configuration: there, and encrypted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from acree_infra.topology.fault import Fault

SOURCE = "config:"
"""Stands before the name of a secret of the configuration, namespace included."""
_PLACE = "pre-shared-key"


def named_keys(sites: object) -> frozenset[str]:
    """Names of the secrets that tunnels name, such as `acree:tokyo-1`.

    Args:
        sites: the list of sites as it was written, right or wrong.
    """
    return frozenset(_named(sites))


def faults_of_keys(config: Mapping[str, object], named: frozenset[str]) -> Iterator[Fault]:
    """Keys in clear text, which nobody may repeat; one that is missing may come from elsewhere, and Pulumi asks for it.

    Args:
        config: the stack's configuration, with namespaces.
        named: see `named_keys`.
    """
    for name, value in config.items():
        if name in named and not is_encrypted(value):
            message = f"{name}: expected a secret, since it is a tunnel's {_PLACE}; found a value that is not encrypted"
            remedy = (
                f"take another key, since this one is known now: "
                f"`pulumi config set --secret {name}` asks for it and encrypts it"
            )
            yield Fault(("config", name), message, remedy)


def is_encrypted(value: object) -> bool:
    """Whether a value is `{secure: …}`, Pulumi's way to hold a secret."""
    return isinstance(value, dict) and set(value) == {"secure"}


def _named(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        source = value.get(_PLACE)
        if isinstance(source, str) and source.startswith(SOURCE):
            yield source.removeprefix(SOURCE)
        for item in value.values():
            yield from _named(item)
    elif isinstance(value, list):
        for item in value:
            yield from _named(item)
