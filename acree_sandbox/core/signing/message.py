"""An HTTP request as it arrived, and what a signature in it claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote

from acree_sandbox.core.errors import ApiError

FORM = "application/x-www-form-urlencoded"


def percent(text: str) -> str:
    """Encode a text as both algorithms want it: all but letters, digits and ``-_.~``."""
    return quote(text, safe="~")


@dataclass(frozen=True, slots=True)
class Message:
    """An HTTP request.

    Attributes:
        method: such as ``POST``.
        path: path of the target, without the query.
        query: query parameters, decoded.
        headers: values by name in lower case.
        body: as it arrived.
    """

    method: str
    path: str = "/"
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def form(self) -> dict[str, str]:
        """Return the body's parameters; ApiError when the body is something else than a form."""
        if not self.body:
            return {}
        kind = self.headers.get("content-type", FORM).partition(";")[0].strip().lower()
        if kind != FORM:
            raise ApiError("InvalidContentType", f"The body is {kind!r}; the sandbox reads {FORM!r} only.", 415)
        return decoded(self.body.decode("utf-8", errors="replace"))


def decoded(text: str) -> dict[str, str]:
    """Return the parameters of a query or form; of a name that comes twice the last one counts."""
    return dict(parse_qsl(text, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request says of its sender, to be checked.

    Attributes:
        key: access key id.
        signature: as it was sent.
        moment: when the request was made, ``2026-01-01T00:00:00Z``.
        nonce: differs in each request.
        token: security token of a temporary key, empty for a lasting one.
    """

    key: str
    signature: str
    moment: str
    nonce: str
    token: str = ""
