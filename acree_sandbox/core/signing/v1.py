"""Signature version 1 (HMAC-SHA1 over all parameters), as the provider and the older SDKs make it."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping

from acree_sandbox.core.errors import ApiError, missing_parameter
from acree_sandbox.core.signing.message import Claim, percent


def claim(parameters: Mapping[str, str]) -> Claim:
    """Return what the parameters claim; ApiError when a part of the signature is missing or of another kind."""
    for name in ("AccessKeyId", "Signature", "SignatureNonce", "Timestamp"):
        if not parameters.get(name):
            raise missing_parameter(name)
    method, version = parameters.get("SignatureMethod"), parameters.get("SignatureVersion")
    if (method, version) != ("HMAC-SHA1", "1.0"):
        raise ApiError(
            "InvalidParameter.SignatureMethod",
            f"Wanted SignatureMethod HMAC-SHA1 and SignatureVersion 1.0, got {method!r} and {version!r}.",
        )
    return Claim(
        key=parameters["AccessKeyId"],
        signature=parameters["Signature"],
        moment=parameters["Timestamp"],
        nonce=parameters["SignatureNonce"],
        token=parameters.get("SecurityToken", ""),
    )


def sign(method: str, parameters: Mapping[str, str], secret: str) -> str:
    """Return the signature of a request.

    Args:
        method: HTTP method.
        parameters: of query and form together; ``Signature`` is passed over.
        secret: the access key's secret.
    """
    pairs = (f"{percent(name)}={percent(value)}" for name, value in sorted(parameters.items()) if name != "Signature")
    text = f"{method}&%2F&{percent('&'.join(pairs))}"
    return b64encode(hmac.digest(f"{secret}&".encode(), text.encode(), "sha1")).decode()
