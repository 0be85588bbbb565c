"""The check that stands before every call: key, time, nonce, signature."""

from __future__ import annotations

import hmac
import threading
from calendar import timegm
from collections import deque
from collections.abc import Callable, Mapping
from time import strptime

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.signing import acs3, v1
from acree_sandbox.core.signing.message import Claim, Message
from acree_sandbox.core.world import World


class Gate:
    """Lets signed requests of known keys pass. Safe for threads.

    Args:
        world: names the keys and by how much a request's time may be off.
        clock: seconds since the epoch.
    """

    def __init__(self, world: World, clock: Callable[[], float]) -> None:
        self._world = world
        self._clock = clock
        self._lock = threading.Lock()
        self._nonces: set[str] = set()
        self._expiry: deque[tuple[float, str]] = deque()

    def check(self, message: Message, parameters: Mapping[str, str]) -> None:
        """Let a request pass, or raise.

        Args:
            message: the request.
            parameters: of its query and form together.

        Raises:
            ApiError: no signature, an unknown key, a wrong signature, a time too far off, or a nonce seen before.
        """
        by_header = "authorization" in message.headers
        claim = acs3.claim(message) if by_header else v1.claim(parameters)
        secret = self._secret(claim)
        self._check_time(claim.moment)
        expected = acs3.sign(message, secret) if by_header else v1.sign(message.method, parameters, secret)
        if not hmac.compare_digest(expected.encode(), claim.signature.encode()):
            raise ApiError(
                "SignatureDoesNotMatch",
                "Specified signature is not matched with our calculation: look at the secret of the access key.",
            )
        self._check_nonce(claim.nonce)

    def _secret(self, claim: Claim) -> str:
        if claim.token:
            raise ApiError("InvalidSecurityToken.NotFound", "The sandbox has given out no security tokens.", 404)
        secret = self._world.keys.get(claim.key)
        if secret is None:
            raise ApiError("InvalidAccessKeyId.NotFound", "Specified access key is not found.", 404)
        return secret

    def _check_time(self, moment: str) -> None:
        try:
            seconds = timegm(strptime(moment, "%Y-%m-%dT%H:%M:%SZ"))
        except ValueError:
            raise ApiError(
                "InvalidTimeStamp.Format", f"The time {moment!r} is not of the form 2026-01-01T00:00:00Z."
            ) from None
        skew = self._world.clock_skew
        if abs(seconds - self._clock()) > skew:
            raise ApiError("InvalidTimeStamp.Expired", f"The time {moment} is off by more than {skew:.0f} s.")

    def _check_nonce(self, nonce: str) -> None:
        now = self._clock()
        with self._lock:
            while self._expiry and self._expiry[0][0] < now:
                self._nonces.discard(self._expiry.popleft()[1])
            if not nonce or nonce in self._nonces:
                raise ApiError("SignatureNonceUsed", f"The nonce {nonce!r} is empty or was used before.")
            self._nonces.add(nonce)
            self._expiry.append((now + 2 * self._world.clock_skew, nonce))
