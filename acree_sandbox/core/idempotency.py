"""ClientToken: a call that is sent again with its token gets the answer of the first time, and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.records import Call
from acree_sandbox.core.resources import GONE, Resource, resource

if TYPE_CHECKING:
    from acree_sandbox.core.cloud import Cloud

PARAMETER = "ClientToken"
LIFETIME = 24 * 3600.0
LONGEST = 64
"""Characters of a token. The provider cuts what it makes to this length: of the long action names two characters of
chance are left, so that calls of one second sometimes share a token. How the service takes that is not known; here
such calls are told apart by their parameters."""


@resource("client-token")
@dataclass(frozen=True, slots=True, kw_only=True)
class UsedToken(Resource):
    """A token with which a call succeeded; kept for a day.

    Attributes:
        asked: digest of the parameters.
        answered: the answer, without RequestId.
    """

    asked: str
    answered: Mapping[str, object] = field(default_factory=dict)


def earlier_answer(cloud: Cloud, call: Call) -> Mapping[str, object] | None:
    """Return the answer that this very call has had already; None for a new call or one without token.

    Raises:
        ApiError: the token was used for the same action with other parameters.
    """
    token = call.parameters.get(PARAMETER)
    used = cloud.get(UsedToken, _key(call)) if token else None
    if used is None:
        return None
    if used.asked != _digest(call):
        raise ApiError(
            "IdempotentParameterMismatch",
            f"The ClientToken {token!r} was used for {call.action} with other parameters; send a new token.",
        )
    return used.answered


def keep_answer(cloud: Cloud, call: Call, answer: Mapping[str, object]) -> None:
    """Keep what a call was answered, if it came with a token."""
    if call.parameters.get(PARAMETER):
        until = cloud.now() + LIFETIME
        token = UsedToken(id=_key(call), asked=_digest(call), answered=answer, next_status=GONE, due_at=until)
        cloud.put(token)


def _key(call: Call) -> str:
    token = call.parameters[PARAMETER]
    told_apart = f"/{_digest(call)}" if len(token) >= LONGEST else ""
    return f"{call.version}/{call.action}/{token}{told_apart}"


def _digest(call: Call) -> str:
    return sha256(repr(sorted(call.parameters.items())).encode()).hexdigest()
