"""The two ways in which lists come in pages: by number, and by token."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.kinds import Parameter
from acree_sandbox.core.parameters import integer, text
from acree_sandbox.core.records import Request

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list.

    Attributes:
        items: what is on it.
        fields: what the answer says about it, such as TotalCount.
    """

    items: Sequence[T]
    fields: Mapping[str, object]


def page_parameters(number: str = "PageNumber", largest: int = 100) -> tuple[Parameter, Parameter]:
    """Declare paging by number; cr spells it ``PageNo``."""
    return integer(number, minimum=1), integer("PageSize", minimum=1, maximum=largest)


def numbered_page(request: Request, items: Sequence[T], *, number: str = "PageNumber", size: int = 10) -> Page[T]:
    """Return the page that a request asks for, empty behind the end.

    Args:
        request: of an action that declares `page_parameters`.
        items: the whole list.
        number: spelling of the page number.
        size: items on a page when the request does not say.
    """
    wanted = request.integer(number, 1)
    size = request.integer("PageSize", size)
    start = (wanted - 1) * size
    return Page(items[start : start + size], {number: wanted, "PageSize": size, "TotalCount": len(items)})


def token_parameters(largest: int = 100) -> tuple[Parameter, Parameter]:
    """Declare paging by token."""
    return integer("MaxResults", minimum=1, maximum=largest), text("NextToken")


def token_page(request: Request, items: Sequence[T], *, size: int = 20, most: str = "MaxResults") -> Page[T]:
    """Return the page that a request asks for; NextToken is left out on the last one.

    Args:
        request: of an action that declares `token_parameters`.
        items: the whole list.
        size: items on a page when the request does not say.
        most: spelling of how many the request wants; some actions say ``MaxResult``.

    Raises:
        ApiError: the token was not made here.
    """
    size = request.integer(most, size)
    start = _position(request.text("NextToken"))
    end = start + size
    fields: dict[str, object] = {most: size, "TotalCount": len(items)}
    if end < len(items):
        fields["NextToken"] = urlsafe_b64encode(f"from:{end}".encode()).decode()
    return Page(items[start:end], fields)


def _position(token: str) -> int:
    if not token:
        return 0
    try:
        word, _, position = urlsafe_b64decode(token).decode().partition(":")
        if word == "from":
            return int(position)
    except ValueError:
        pass
    raise ApiError("InvalidParameter.NextToken", f"The NextToken {token!r} was not made by this service.")
