"""pydantic's errors in our words: what was expected, what was found, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from acree_infra.topology.described import descriptions
from acree_infra.topology.fault import Fault, Key, holder_text, key_text, name_text
from acree_infra.topology.fields import fields_of, is_mapping, is_model, kind_at, variants, written_key
from acree_infra.topology.form import FORM_ERROR
from acree_infra.topology.found import nearest, shown, suggestion
from acree_infra.topology.shorthand import ShorthandModel

_KEY_MARK = "[key]"
"""pydantic's sign in a place that the key of a mapping is meant and not its value."""
_SPOKEN = {"yes": "true", "on": "true", "no": "false", "off": "false"}
"""Words that other versions of YAML read as booleans."""


def faults_of(error: ValidationError) -> list[Fault]:
    """One fault per mistake; what only follows from another mistake is left out."""
    details = error.errors(include_url=False)
    found = {_key(detail) for detail in details}
    meant = {_meant(detail) for detail in details if detail["type"] == "extra_forbidden"}
    return [
        _fault(detail)
        for detail in details
        if not (detail["type"] == "missing" and _key(detail) in meant)
        and not (detail["type"] == "too_short" and any(_is_below(key, _key(detail)) for key in found))
    ]


def _key(detail: ErrorDetails) -> Key:
    return detail["loc"][:-1] if _is_of_key(detail) else detail["loc"]


def _is_of_key(detail: ErrorDetails) -> bool:
    """Whether the key of a mapping is wrong and not its value; a user's key may look like the sign, too."""
    *parent, _, mark = ("", *detail["loc"])
    return mark == _KEY_MARK and is_mapping(kind_at(tuple(parent[1:])))


def _is_below(key: Key, parent: Key) -> bool:
    return len(key) > len(parent) and key[: len(parent)] == parent


def _meant(detail: ErrorDetails) -> Key:
    """The key that an unknown key most likely stands for."""
    key = _key(detail)
    return (*key[:-1], nearest(str(key[-1]), fields_of(kind_at(key[:-1]))) or "")


def _fault(detail: ErrorDetails) -> Fault:
    key = _key(detail)
    if detail["type"] == "extra_forbidden":
        return _unknown(key)
    if detail["type"] == "missing":
        return _missing(key)
    written = written_key(key)
    if detail["type"] == "union_tag_invalid":
        return _unknown_kind(written, str(detail["input"].get("kind")), variants(kind_at(key)))
    if detail["type"] == "union_tag_not_found":
        remedy = f"expected: one of {', '.join(variants(kind_at(key)))}"
        return Fault(written, f"missing key 'kind' in {key_text(written)}", remedy)
    if detail["type"] == "value_error":  # a check of our own, which says what it expected
        return Fault(written, f"{key_text(written)}: {detail['ctx']['error']}")
    expected, remedy = _WORDS.get(detail["type"], _other)(detail)
    subject = f"key in {holder_text(written)}" if _is_of_key(detail) else key_text(written)
    return Fault(written, f"{subject}: expected {expected}, found {shown(detail['input'], written)}", remedy)


def _unknown_kind(key: Key, found: str, known: Iterable[str]) -> Fault:
    close = nearest(found, known)
    message = f"{key_text((*key, 'kind'))}: expected one of {', '.join(known)}, found {shown(found, key)}"
    return Fault((*key, "kind"), message, f"did you mean {close!r}?" if close else "")


def _unknown(key: Key) -> Fault:
    names = [name_text((*key[:-1], name)) for name in fields_of(kind_at(key[:-1]))]
    name, written = name_text(key), written_key(key)
    return Fault(written, f"unknown key {shown(name)} in {holder_text(written)}", suggestion(name, names))


def _missing(key: Key) -> Fault:
    text = descriptions(kind_at(key[:-1]))[str(key[-1])]
    written = written_key(key)
    message = f"missing key {name_text(written)!r} in {holder_text(written)}"
    return Fault(written, message, f"expected: {text}")


def _form(detail: ErrorDetails) -> tuple[str, str]:
    return detail["ctx"]["expected"], ""


def _choice(detail: ErrorDetails) -> tuple[str, str]:
    choices = [str(choice) for choice in get_args(kind_at(_key(detail)))]
    close = nearest(str(detail["input"]), choices)
    return "one of " + ", ".join(choices), f"did you mean {close!r}?" if close else ""


def _whole_number(detail: ErrorDetails) -> tuple[str, str]:
    quoted = isinstance(detail["input"], str) and detail["input"].isdecimal()
    return "a whole number", "write it without quotes" if quoted else ""


def _flag(detail: ErrorDetails) -> tuple[str, str]:
    spoken = _SPOKEN.get(str(detail["input"]).lower())
    return "true or false", f"write `{spoken}`" if spoken else ""


def _mapping(detail: ErrorDetails) -> tuple[str, str]:
    kind = kind_at(_key(detail))
    if is_model(kind) and issubclass(kind, ShorthandModel):
        return f"a mapping, or the value of its key '{kind.shorthand}' alone", ""
    return "a mapping", ""


def _other(detail: ErrorDetails) -> tuple[str, str]:
    return f"another value ({detail['msg']})", ""


def _text(detail: ErrorDetails) -> tuple[str, str]:
    single = isinstance(detail["input"], int | float)
    return "text", "put it in quotes" if single else ""


def _words(expected: str) -> Callable[[ErrorDetails], tuple[str, str]]:
    def say(detail: ErrorDetails) -> tuple[str, str]:
        return expected.format(**_context(detail)), ""

    return say


def _context(detail: ErrorDetails) -> dict[str, Any]:
    return dict(detail.get("ctx", {}))


_WORDS: dict[str, Callable[[ErrorDetails], tuple[str, str]]] = {
    FORM_ERROR: _form,
    "literal_error": _choice,
    "int_type": _whole_number,
    "bool_type": _flag,
    "model_type": _mapping,
    "model_attributes_type": _mapping,  # where one of several models may stand
    "mapping_type": _mapping,  # a free mapping, in some versions of pydantic
    "dict_type": _mapping,  # the same, in others
    "string_type": _text,
    "string_too_short": _words("at least {min_length} characters"),
    "tuple_type": _words("a list"),
    "too_short": _words("at least {min_length} item"),
    "too_long": _words("at most {max_length} items"),
    "greater_than_equal": _words("at least {ge}"),
    "less_than_equal": _words("at most {le}"),
}
