"""The kinds of parameters, and how what was sent is parsed by what is declared.

On the wire everything is text and flattened: a list is ``Name.1``, a list of structures ``Name.1.Key``, a structure
``Name.Key``; some services take the last two as one JSON text instead, so both spellings are read everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from ipaddress import ip_address, ip_network

from acree_sandbox.core.errors import ApiError, missing_parameter
from acree_sandbox.core.records import Record, Value


class Parameter:
    """A parameter that is one plain text; the other kinds differ in how they parse.

    Args:
        name: name on the wire, case as the service spells it.
        required: whether leaving it out (or empty) is refused.
        choices: the only values that are taken; any when empty.
        code: error code of a malformed value; ``InvalidParameter.<name>`` when empty.
    """

    wanted = "a text"

    def __init__(self, name: str, *, required: bool = False, choices: Collection[str] = (), code: str = "") -> None:
        self.name = name
        self.required = required
        self.choices = choices
        self.code = code or f"InvalidParameter.{name}"

    def parse(self, text: str) -> Value | None:
        """Return the value of the text that was sent; None counts as not sent."""
        if self.choices and text not in self.choices:
            raise self.malformed(text, f"one of {', '.join(self.choices)}")
        return text

    def assemble(self, leaves: Mapping[str, str]) -> Value:
        """Return the value of a parameter that was sent flattened, as `leaves` by the name after the first dot."""
        leaf = f"{self.name}.{next(iter(leaves))}"
        raise ApiError(self.code, f'The parameter "{leaf}" is not valid: "{self.name}" is {self.wanted}.')

    def malformed(self, found: object, wanted: str = "") -> ApiError:
        """Return the refusal that names the parameter, what it should be and what was sent."""
        return ApiError(
            self.code, f'The parameter "{self.name}" is not valid: wanted {wanted or self.wanted}, got {found!r}.'
        )


class Integer(Parameter):
    """A whole number within bounds."""

    wanted = "a whole number"

    def __init__(self, name: str, minimum: int, maximum: int, *, required: bool, code: str) -> None:
        super().__init__(name, required=required, code=code)
        self.minimum = minimum
        self.maximum = maximum

    def parse(self, text: str) -> Value | None:
        """Return the number, None for an empty text."""
        if not text:
            return None
        try:
            number = int(text)
        except ValueError:
            raise self.malformed(text) from None
        if not self.minimum <= number <= self.maximum:
            raise self.malformed(text, f"a whole number from {self.minimum} to {self.maximum}")
        return number


class Boolean(Parameter):
    """A truth value."""

    wanted = "true or false"

    def parse(self, text: str) -> Value | None:
        """Return the truth value, None for an empty text."""
        word = text.lower()
        if word not in {"true", "false", ""}:
            raise self.malformed(text)
        return word == "true" if word else None


@lru_cache(maxsize=4096)
def _is_prefix(text: str) -> bool:
    try:
        return "/" in text and bool(ip_network(text))
    except ValueError:
        return False


class Cidr(Parameter):
    """A prefix."""

    wanted = "a prefix such as 10.0.0.0/8 with no bit set behind its length"

    def parse(self, text: str) -> Value | None:
        """Return the prefix as it was sent."""
        if text and not _is_prefix(text):
            raise self.malformed(text)
        return text


class Address(Parameter):
    """An IP address."""

    wanted = "an IP address"

    def parse(self, text: str) -> Value | None:
        """Return the address in its shortest form."""
        try:
            return str(ip_address(text)) if text else text
        except ValueError:
            raise self.malformed(text) from None


class Texts(Parameter):
    """A list of texts."""

    wanted = "a list of texts"

    def parse(self, text: str) -> Value | None:
        """Return the elements of a JSON list."""
        return [_as_text(item) for item in _json_list(self, text)] if text else None

    def assemble(self, leaves: Mapping[str, str]) -> Value:
        """Return the elements in the order of their numbers."""
        return [leaves[index] for index in _in_order(self, leaves)]


class Structure(Parameter):
    """A single structure."""

    wanted = "a structure"

    def __init__(self, name: str, fields: Iterable[Parameter], *, required: bool = False, code: str = "") -> None:
        super().__init__(name, required=required, code=code)
        self.fields = by_name(fields)

    def parse(self, text: str) -> Value | None:
        """Return the structure that a JSON object describes."""
        return self.record(self.name, _json_fields(self, text)) if text else None

    def assemble(self, leaves: Mapping[str, str]) -> Value:
        """Return the structure of these fields."""
        return self.record(self.name, leaves)

    def record(self, prefix: str, leaves: Mapping[str, str]) -> Record:
        """Return the parsed structure; `prefix` names it in messages."""
        return Record(parse(self.fields, leaves, prefix + "."), self.fields)


class Records(Structure):
    """A list of structures."""

    wanted = "a list of structures"

    def parse(self, text: str) -> Value | None:
        """Return the structures that a JSON list describes."""
        if not text:
            return None
        items = _json_list(self, text)
        return [self.record(f"{self.name}.{n}", _texts_of(self, item)) for n, item in enumerate(items, 1)]

    def assemble(self, leaves: Mapping[str, str]) -> Value:
        """Return the structures in the order of their numbers."""
        elements: dict[str, dict[str, str]] = {}
        for leaf, text in leaves.items():
            index, _, field = leaf.partition(".")
            elements.setdefault(index, {})[field] = text
        return [self.record(f"{self.name}.{index}", elements[index]) for index in _in_order(self, elements)]


def by_name(parameters: Iterable[Parameter]) -> dict[str, Parameter]:
    """Return the parameters by name; ValueError when one name is declared twice."""
    known: dict[str, Parameter] = {}
    for parameter in parameters:
        if parameter.name in known:
            raise ValueError(f"parameter {parameter.name!r} is declared twice")
        known[parameter.name] = parameter
    return known


def parse(known: Mapping[str, Parameter], sent: Mapping[str, str], prefix: str = "") -> dict[str, Value]:
    """Parse what was sent by what is declared.

    Args:
        known: the declared parameters by name.
        sent: flattened texts by name.
        prefix: what stands before these names on the wire, for messages.

    Returns:
        Parsed values by name, of the parameters that were sent.

    Raises:
        ApiError: an unknown parameter, a malformed one or a missing one; each is named.
    """
    values: dict[str, Value] = {}
    flattened: dict[str, dict[str, str]] = {}
    for name, sent_text in sent.items():
        parameter = known.get(name)
        if parameter is not None:
            value = parameter.parse(sent_text)
            if value is not None:
                values[name] = value
            continue
        head, dot, leaf = name.partition(".")
        if not dot or head not in known:
            raise _unknown(prefix + name, known)
        flattened.setdefault(head, {})[leaf] = sent_text
    for head, leaves in flattened.items():
        values[head] = known[head].assemble(leaves)
    for name, parameter in known.items():
        if parameter.required and values.get(name, "") == "":
            raise missing_parameter(prefix + name)
    return values


def _unknown(name: str, known: Mapping[str, Parameter]) -> ApiError:
    return ApiError(
        f"UnknownParameter.{name}",
        f'The parameter "{name}" is unknown to the sandbox here; known: {", ".join(sorted(known)) or "none"}.',
    )


def _in_order(parameter: Parameter, elements: Mapping[str, object]) -> list[str]:
    wrong = [index for index in elements if not index.isdecimal()]
    if wrong:
        raise parameter.malformed(f"{parameter.name}.{wrong[0]}", f"{parameter.wanted}, numbered from 1")
    return sorted(elements, key=int)


def _json_list(parameter: Parameter, text: str) -> list[object]:
    value = _json(parameter, text)
    if not isinstance(value, list):
        raise parameter.malformed(text)
    return value


def _json_fields(parameter: Parameter, text: str) -> dict[str, str]:
    return _texts_of(parameter, _json(parameter, text))


def _json(parameter: Parameter, text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        raise parameter.malformed(text) from None


def _texts_of(parameter: Parameter, fields: object) -> dict[str, str]:
    if not isinstance(fields, dict):
        raise parameter.malformed(fields)
    return {str(name): _as_text(value) for name, value in fields.items() if value is not None}


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
