"""Checking the signature of a request (AWS signature version 4), in its header or in its query string."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qsl, quote

from acree_sandbox.services.objects.errors import StorageError

ALGORITHM = "AWS4-HMAC-SHA256"
UNSIGNED = "UNSIGNED-PAYLOAD"
_FORM = "%Y%m%dT%H%M%SZ"
_HEADER = re.compile(rf"{ALGORITHM} Credential=(\S+?),\s*SignedHeaders=(\S+?),\s*Signature=([0-9a-f]+)")
_SKEW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key id and its secret."""

    id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What a signature covers.

    Attributes:
        method: HTTP method.
        path: path as it was sent, still encoded.
        query: query string as it was sent.
        headers: by lower-case name.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Claim:
    credential: str
    signed_headers: str
    signature: str
    moment: datetime
    lifetime: timedelta
    content: str


def check(request: SignedRequest, key: AccessKey, now: datetime | None = None) -> None:
    """Refuse a request that is not signed with the key, or no longer.

    Raises:
        StorageError: status 403; the code tells what was wrong.
    """
    claim = _claim(request)
    moment = now or datetime.now(UTC)
    if moment > claim.moment + claim.lifetime or claim.moment > moment + _SKEW:
        raise StorageError("AccessDenied", "Request has expired.", 403)
    key_id, _, scope = claim.credential.partition("/")
    if key_id != key.id:
        raise StorageError("InvalidAccessKeyId", f"There is no access key {key_id!r}.", 403)
    if not hmac.compare_digest(
        signature(request, claim.signed_headers, claim.content, scope, claim.moment, key.secret), claim.signature
    ):
        raise StorageError("SignatureDoesNotMatch", "The signature does not fit the request.", 403)


def signature(
    request: SignedRequest, signed_headers: str, content: str, scope: str, moment: datetime, secret: str
) -> str:
    """Return the signature of a request.

    Args:
        request: the request; a signature in its query string is left out.
        signed_headers: names with semicolons between them.
        content: digest of the body, or `UNSIGNED`.
        scope: ``date/region/service/aws4_request``.
        moment: when it was signed.
        secret: the secret of the key.
    """
    lines = [f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in signed_headers.split(";")]
    canonical = "\n".join(
        (request.method, request.path, _canonical_query(request.query), "".join(lines), signed_headers, content)
    )
    text = "\n".join((ALGORITHM, moment.strftime(_FORM), scope, sha256(canonical.encode()).hexdigest()))
    made = f"AWS4{secret}".encode()
    for part in (*scope.split("/"), text):
        made = hmac.digest(made, part.encode(), "sha256")
    return made.hex()


def _claim(request: SignedRequest) -> _Claim:
    query = dict(parse_qsl(request.query, keep_blank_values=True))
    try:
        if "X-Amz-Signature" in query:
            return _Claim(
                query["X-Amz-Credential"],
                query["X-Amz-SignedHeaders"],
                query["X-Amz-Signature"],
                _moment(query["X-Amz-Date"]),
                timedelta(seconds=int(query["X-Amz-Expires"])),
                query.get("X-Amz-Content-Sha256", UNSIGNED),
            )
        found = _HEADER.fullmatch(request.headers["authorization"])
        if found is None:
            raise StorageError("InvalidArgument", f"Wanted an Authorization header of {ALGORITHM}.", 403)
        moment = _moment(request.headers["x-amz-date"])
        return _Claim(found[1], found[2], found[3], moment, _SKEW, request.headers["x-amz-content-sha256"])
    except (KeyError, ValueError) as error:
        raise StorageError("AccessDenied", "The request is not signed as this storage wants it.", 403) from error


def _moment(text: str) -> datetime:
    return datetime.strptime(text, _FORM).replace(tzinfo=UTC)


def _canonical_query(query: str) -> str:
    pairs = sorted(
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in parse_qsl(query, keep_blank_values=True)
        if name != "X-Amz-Signature"
    )
    return "&".join(f"{name}={value}" for name, value in pairs)
