"""How an action declares its parameters: one call each, with the name on the wire."""

from __future__ import annotations

from collections.abc import Collection

from acree_sandbox.core.kinds import Address, Boolean, Cidr, Integer, Parameter, Records, Structure, Texts


def text(name: str, *, required: bool = False, choices: Collection[str] = (), code: str = "") -> Parameter:
    """Declare a text, read with ``request.text(name)``."""
    return Parameter(name, required=required, choices=choices, code=code)


def integer(
    name: str, *, minimum: int = -(2**63), maximum: int = 2**63 - 1, required: bool = False, code: str = ""
) -> Parameter:
    """Declare a whole number within bounds (both included), read with ``request.integer(name)``."""
    return Integer(name, minimum, maximum, required=required, code=code)


def boolean(name: str, *, required: bool = False, code: str = "") -> Parameter:
    """Declare a truth value, read with ``request.boolean(name)``."""
    return Boolean(name, required=required, code=code)


def cidr(name: str, *, required: bool = False, code: str = "") -> Parameter:
    """Declare a prefix, read with ``request.text(name)``."""
    return Cidr(name, required=required, code=code)


def address(name: str, *, required: bool = False, code: str = "") -> Parameter:
    """Declare an IP address, read with ``request.text(name)``."""
    return Address(name, required=required, code=code)


def texts(name: str, *, required: bool = False, code: str = "") -> Parameter:
    """Declare a list ``Name.1``, ``Name.2`` … of texts, read with ``request.texts(name)``."""
    return Texts(name, required=required, code=code)


def structure(name: str, *fields: Parameter, required: bool = False, code: str = "") -> Parameter:
    """Declare a structure, sent as ``Name.Field`` or as JSON; read with ``request.structure(name)``."""
    return Structure(name, fields, required=required, code=code)


def records(name: str, *fields: Parameter, required: bool = False, code: str = "") -> Parameter:
    """Declare a list ``Name.1.Field`` … of structures, or its JSON; read with ``request.records(name)``."""
    return Records(name, fields, required=required, code=code)


def tags(name: str = "Tag") -> Parameter:
    """Declare tags ``Tag.1.Key``, ``Tag.1.Value`` …, read with ``request.tags(name)``."""
    return Records(name, [text("Key", required=True), text("Value")])
