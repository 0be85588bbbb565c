"""An answer of a service, read key by key with the types that are expected.

The SDK's own models lose a wrong type silently, so what is needed is asked for by name, and an answer that lacks
it is an error that names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from acree_infra.cloud.errors import ApiError


class Answer:
    """One answer, or one structure inside it.

    Args:
        action: action that answered, for messages.
        region: region that was asked, for messages.
        data: the structure, keys as the API spells them.
    """

    def __init__(self, action: str, region: str, data: Mapping[str, Any]) -> None:
        self.action = action
        self.region = region
        self._data = data

    def needed(self, key: str) -> str:
        """A text that must be there.

        Raises:
            ApiError: it is not.
        """
        if not (value := self.text(key)):
            raise self.unexpected(f"an answer without {key}")
        return value

    def text(self, key: str) -> str:
        """A text, or a number as text; empty when it is absent."""
        value = self._data.get(key)
        return "" if value is None else str(value)

    def number(self, key: str) -> int | None:
        """A whole number; None when it is absent.

        Raises:
            ApiError: it is not a number.
        """
        value = self._data.get(key)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise self.unexpected(f"{key} that is not a number: {value!r}") from None

    def flag(self, key: str) -> bool | None:
        """True or false; None when it is absent."""
        value = self._data.get(key)
        return None if value is None else str(value).lower() == "true"

    def part(self, key: str) -> Answer:
        """A structure inside; an empty one when it is absent."""
        value = self._data.get(key)
        return Answer(self.action, self.region, value if isinstance(value, Mapping) else {})

    def parts(self, *path: str) -> tuple[Answer, ...]:
        """A list of structures; `path` leads to it. An absent list is empty."""
        return tuple(Answer(self.action, self.region, item) for item in self._list(path) if isinstance(item, Mapping))

    def texts(self, *path: str) -> tuple[str, ...]:
        """A list of texts; `path` leads to it. An absent list is empty."""
        return tuple(str(item) for item in self._list(path) if item is not None)

    def unexpected(self, found: str) -> ApiError:
        """The error for an answer that does not hold what the service documents."""
        return ApiError(
            self.action,
            self.region,
            "UnexpectedAnswer",
            f"found {found}",
            request_id=self.text("RequestId"),
            remedy="run again; if it stays so, compare the installed SDK version with the service's documentation",
        )

    def _list(self, path: tuple[str, ...]) -> list[Any]:
        value: Any = self._data
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value if isinstance(value, list) else []
