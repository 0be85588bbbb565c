"""The two signature algorithms once more, written from what the Go and Python clients do, to judge ours by."""

import hashlib
import hmac
import uuid
from base64 import b64encode
from datetime import UTC, datetime
from urllib.parse import quote_plus, urlencode

from acree_sandbox.core.signing.message import Message

KEY = "sandbox-key"
SECRET = "sandbox-secret"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def v1_signature(method: str, parameters: dict[str, str], secret: str) -> str:
    """What tea-rpc does: form-encode, repair three characters, encode once more."""
    text = urlencode(sorted(parameters.items()))
    for wrong, right in (("+", "%20"), ("*", "%2A"), ("%7E", "~")):
        text = text.replace(wrong, right)
    digest = hmac.new((secret + "&").encode(), f"{method}&%2F&{quote_plus(text)}".encode(), hashlib.sha1)
    return b64encode(digest.digest()).decode()


def v1_query(
    action: str, now: float, body: dict[str, str], *, version: str = "2026-01-01", secret: str = SECRET, **more: str
) -> dict[str, str]:
    """The query of a call as tea-rpc sends it; `more` changes or (empty) takes away parts before signing."""
    query = {
        "Action": action,
        "Format": "json",
        "Timestamp": moment(now),
        "Version": version,
        "SignatureNonce": uuid.uuid4().hex,
        "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0",
        "AccessKeyId": KEY,
        **more,
    }
    query = {name: value for name, value in query.items() if value}
    return {**query, "Signature": v1_signature("POST", {**query, **body}, secret)}


def v1_message(action: str, now: float, body: dict[str, str] | None = None, **more: str) -> Message:
    body = body or {}
    return Message("POST", "/", v1_query(action, now, body, **more), FORM, urlencode(body).encode())


def acs3_message(
    action: str, now: float, query: dict[str, str] | None = None, body: bytes = b"", *, secret: str = SECRET
) -> Message:
    """A call as the official SDK sends it, built with plain string work."""
    query = query or {}
    payload = hashlib.sha256(body).hexdigest()
    headers = {
        "host": "127.0.0.1:1",
        "x-acs-action": action,
        "x-acs-content-sha256": payload,
        "x-acs-date": moment(now),
        "x-acs-signature-nonce": uuid.uuid4().hex,
        "x-acs-version": "2026-01-01",
        **(FORM if body else {}),
    }
    names = sorted(headers)
    canonical = "&".join(
        f"{quote_plus(name)}={quote_plus(query[name]).replace('+', '%20')}" for name in sorted(query)
    ).replace("%7E", "~")
    lines = ["POST", "/", canonical, *(f"{name}:{headers[name]}" for name in names), "", ";".join(names), payload]
    text = "ACS3-HMAC-SHA256\n" + hashlib.sha256("\n".join(lines).encode()).hexdigest()
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    headers["authorization"] = (
        f"ACS3-HMAC-SHA256 Credential={KEY},SignedHeaders={';'.join(names)},Signature={signature}"
    )
    return Message("POST", "/", query, headers, body)
