"""Expressions of GitHub's workflows, as many of them as the pipelines use."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

_TOKEN = re.compile(r"'[^']*'|\|\||&&|!(?!=)|[=!]=|[()\[\],]|[A-Za-z_][\w*-]*(?:\.[\w*-]+)*|\s+")
_WORDS = {"||": " or ", "&&": " and ", "!": " not ", "true": "True", "false": "False"}
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")


def filled(text: str, context: Mapping[str, Any], functions: Mapping[str, Callable[..., object]]) -> str:
    """A text with its expressions replaced by their values."""
    return _EXPRESSION.sub(lambda match: _written(value(match[1], context, functions)), text)


def value(expression: str, context: Mapping[str, Any], functions: Mapping[str, Callable[..., object]]) -> Any:  # noqa: ANN401  # as GitHub's own
    """What an expression is worth; SyntaxError or NameError where it uses more than is known here."""
    known = {"toJSON": json.dumps, "startsWith": lambda text, start: str(text).startswith(start), **functions}

    def look(path: str) -> object:
        found: Any = context
        for key in path.split("."):
            if key == "*":
                continue
            found = [one.get(key) for one in found] if isinstance(found, list) else (found or {}).get(key)
        return found

    def translated(match: re.Match[str]) -> str:
        word = match[0]
        if word in _WORDS:
            return _WORDS[word]
        is_name = word[0].isalpha() and word not in known
        return f"look({word!r})" if is_name else word

    source = _TOKEN.sub(translated, expression.strip())
    return eval(source, {"__builtins__": {}, "look": look, **known})  # noqa: S307  # expressions of our own files


def _written(found: object) -> str:
    return "" if found is None else str(found).lower() if isinstance(found, bool) else str(found)
