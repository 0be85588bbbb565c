"""Signature version 3 (``ACS3-HMAC-SHA256`` in the Authorization header), as the official SDKs make it."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.signing.message import Claim, Message, percent

ALGORITHM = "ACS3-HMAC-SHA256"
_FORM = re.compile(ALGORITHM + r" +Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})")
_MUST_BE_SIGNED = frozenset({"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-version"})


def claim(message: Message) -> Claim:
    """Return what the Authorization header claims; ApiError when it is malformed or signs too little."""
    key, names, signature = _parts(message)
    unsigned = _MUST_BE_SIGNED - set(names)
    if unsigned:
        raise ApiError("IncompleteSignature", f"SignedHeaders lacks {', '.join(sorted(unsigned))}.")
    headers = message.headers
    return Claim(
        key=key,
        signature=signature,
        moment=headers.get("x-acs-date", ""),
        nonce=headers.get("x-acs-signature-nonce", ""),
        token=headers.get("x-acs-security-token", ""),
    )


def sign(message: Message, secret: str) -> str:
    """Return the signature of a request over the headers that its Authorization header names.

    Raises:
        ApiError: a header that is said to be signed is absent, or the body is not the one that was signed.
    """
    _, names, _ = _parts(message)
    absent = [name for name in names if name not in message.headers]
    if absent:
        raise ApiError("IncompleteSignature", f"The signed header {absent[0]!r} did not arrive.")
    digest = sha256(message.body).hexdigest()
    if message.headers.get("x-acs-content-sha256") != digest:
        raise ApiError("SignatureDoesNotMatch", f"The body's SHA-256 is {digest}, x-acs-content-sha256 differs.")
    query = "&".join(f"{percent(name)}={percent(value)}" for name, value in sorted(message.query.items()))
    headers = "".join(f"{name}:{message.headers[name].strip()}\n" for name in names)
    request = "\n".join((message.method, message.path, query, headers, ";".join(names), digest))
    text = f"{ALGORITHM}\n{sha256(request.encode()).hexdigest()}"
    return hmac.digest(secret.encode(), text.encode(), "sha256").hex()


def _parts(message: Message) -> tuple[str, list[str], str]:
    found = _FORM.fullmatch(message.headers.get("authorization", "").strip())
    if found is None:
        raise ApiError(
            "IncompleteSignature",
            f"Wanted the header `Authorization: {ALGORITHM} Credential=…,SignedHeaders=…,Signature=…`.",
        )
    return found[1], sorted(found[2].lower().split(";")), found[3]
