"""Kinds of parameters beside the common ones: names, IPv4 ranges, destinations, and what is not served."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Network

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.kinds import Parameter
from acree_sandbox.core.records import Value

LONGEST_NAME = 128
LONGEST_DESCRIPTION = 256


class Name(Parameter):
    """A name or a description."""

    def __init__(self, name: str, longest: int) -> None:
        super().__init__(name, code=f"Invalid{name}.Malformed")
        self.longest = longest

    def parse(self, text: str) -> Value | None:
        """Return the text; ApiError when it is too long or looks like an address of the web."""
        if len(text) > self.longest or text.startswith(("http://", "https://")):
            raise self.malformed(text, f"at most {self.longest} characters that do not begin with http:// or https://")
        return text


class Range(Parameter):
    """An IPv4 prefix; of IPv6 the sandbox has none."""

    wanted = "an IPv4 prefix such as 10.0.0.0/8 with no bit set behind its length"

    def parse(self, text: str) -> Value | None:
        """Return the prefix as it was sent, None for an empty text."""
        if not text:
            return None
        if "/" not in text:
            raise self.malformed(text)
        try:
            IPv4Network(text)
        except ValueError:
            raise self.malformed(text) from None
        return text


class Destination(Range):
    """Where a route leads: an IPv4 prefix, or an address, which counts as its /32 (4.4)."""

    wanted = "an IPv4 prefix with no bit set behind its length, or an IPv4 address; prefix lists and IPv6 are not done"

    def parse(self, text: str) -> Value | None:
        """Return the prefix, None for an empty text."""
        return super().parse(f"{text}/32" if text and "/" not in text else text)


class Unserved(Parameter):
    """A parameter that the sandbox does nothing with, so that only values which change nothing are taken.

    Args:
        name: name on the wire.
        harmless: values that ask for nothing, in lower case.
    """

    def __init__(self, name: str, *harmless: str) -> None:
        super().__init__(name)
        self.harmless = harmless

    def parse(self, text: str) -> Value | None:
        """Return None for a harmless value; ApiError that names the parameter otherwise."""
        if text.lower() in {"", *self.harmless}:
            return None
        raise self._refusal(self.name, text)

    def assemble(self, leaves: Mapping[str, str]) -> Value:
        """Refuse a parameter that was sent flattened."""
        leaf, text = next(iter(leaves.items()))
        raise self._refusal(f"{self.name}.{leaf}", text)

    def _refusal(self, name: str, text: str) -> ApiError:
        allowed = f" or send {' or '.join(self.harmless)}" if self.harmless else ""
        return ApiError(
            f"UnsupportedParameter.{self.name}",
            f'The sandbox does nothing for the parameter "{name}", got {text!r}; leave it out{allowed}.',
        )


def naming(name: str, description: str = "Description") -> tuple[Parameter, Parameter]:
    """Declare the name and the description of a resource."""
    return Name(name, LONGEST_NAME), Name(description, LONGEST_DESCRIPTION)


def ipv4_range(name: str, *, required: bool = False, code: str = "InvalidCidrBlock.Malformed") -> Parameter:
    """Declare an IPv4 prefix, read with ``request.text(name)``."""
    return Range(name, required=required, code=code)


def destination(*, required: bool = False) -> Parameter:
    """Declare ``DestinationCidrBlock``, read with ``request.text``; an address is read as its /32."""
    return Destination("DestinationCidrBlock", required=required, code="InvalidDestinationCidrBlock")
