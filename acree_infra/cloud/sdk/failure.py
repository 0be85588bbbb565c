"""From an exception of the SDK to an error that says what to try."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from acree_infra.cloud.errors import ApiError
from acree_infra.errors import AccessError, AcreeError

_BAD_KEY = (
    "InvalidAccessKeyId",
    "InvalidAccessKeySecret",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "InvalidSecurityToken",
    "MissingSecurityToken",
    "Forbidden.AccessKey",
    "InvalidCredentials",
)
_NO_PERMISSION = ("Forbidden", "NoPermission", "NotAuthorized", "NO_PERMISSION", "AccessDenied", "ImplicitDeny")
_BUSY = ("Throttling", "ServiceUnavailable", "InternalError", "SystemBusy", "UnknownError")
_ABSENT = ("NotFound", "NotExist", "NOT_EXIST")
_KEYS = (
    "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (or ALICLOUD_ACCESS_KEY and "
    "ALICLOUD_SECRET_KEY) to an active key of the account"
)


@dataclass(frozen=True, slots=True)
class Failure:
    """What the SDK reported of one failed call.

    Attributes:
        action: service and action, for example `vpc:DescribeVpcs`.
        region: region that was asked; empty for a service without regions.
        code: error code of the service; empty when there was no answer.
        message: what the service or the network said.
        request_id: request id; empty when there was no answer.
        status: HTTP status; 0 when there was no answer.
        retry_after: seconds that the service asks to wait; None when it does not say.
    """

    action: str
    region: str
    code: str
    message: str
    request_id: str = ""
    status: int = 0
    retry_after: float | None = None

    @classmethod
    def of(cls, action: str, region: str, error: Any) -> Failure:  # noqa: ANN401  # the SDK's classes carry no types
        """Read an exception of the SDK; one that wraps another is opened."""
        inner = getattr(error, "inner_exception", None) or error
        data = inner.data if isinstance(getattr(inner, "data", None), dict) else {}
        wait = getattr(inner, "retry_after", None)
        return cls(
            action,
            region,
            code=str(getattr(inner, "code", None) or ""),
            message=str(data.get("Message") or data.get("message") or getattr(inner, "message", None) or inner),
            request_id=str(data.get("RequestId") or data.get("requestId") or ""),
            status=int(getattr(inner, "status_code", None) or 0),
            retry_after=None if wait is None else float(wait) / 1000,
        )

    @property
    def passes(self) -> bool:
        """Whether the same call may work a moment later."""
        return self.code.startswith(_BUSY) or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR or self._unreachable

    @property
    def _unreachable(self) -> bool:
        return not self.code and not self.status and not self._no_keys

    @property
    def _no_keys(self) -> bool:
        return not self.status and "unable to load credentials" in self.message

    @property
    def _absent(self) -> bool:
        return self.status == HTTPStatus.NOT_FOUND or any(word in self.code for word in _ABSENT)

    def error(self) -> AcreeError:
        """The error for a person. What the service says of a wrong key is left out: it repeats parts of it."""
        if self._no_keys:
            return AccessError(f"{self.action} needs credentials of the account and found none", remedy=_KEYS)
        if self.code.startswith(_BAD_KEY):
            request = f" (request id {self.request_id})" if self.request_id else ""
            return AccessError(f"{self.action}: the account refused the access key: {self.code}{request}", remedy=_KEYS)
        code = self.code or ("Unreachable" if self._unreachable else f"HTTP {self.status}")
        return ApiError(
            self.action,
            self.region,
            code,
            self.message,
            request_id=self.request_id,
            remedy=self._remedy(),
            absent=self._absent,
        )

    def _remedy(self) -> str:
        if self._unreachable:
            return (
                "check that this machine reaches the service: the network, HTTPS_PROXY, SSL_CERT_FILE, and "
                f"{self.action.split(':', 1)[0].upper()}_ENDPOINT if it is set"
            )
        if self.code.startswith(_BUSY) or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return "the service was asked several times; run again in a minute"
        if self.code.startswith(_NO_PERMISSION):
            return f"allow {self.action} to the user or role of the access key (RAM)"
        if self._absent:
            return "check the id and the region in the stack file, and that the key belongs to the right account"
        return "look the code up in the service's API reference; its support asks for the request id"
