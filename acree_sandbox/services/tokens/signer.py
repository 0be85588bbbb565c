"""Tokens that the registry trusts: JSON Web Tokens signed with ES256 by a certificate of the sandbox's CA."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from acree_sandbox.core.errors import SandboxError

ISSUER = "dockerauth.aliyuncs.com"
LIFETIME = 900
"""Seconds that a token holds."""
_HALF = 32

Access = Mapping[str, object]
"""``{"type", "name", "actions"}`` of one resource."""


class Signer:
    """Signs tokens.

    Args:
        certificate: file with a P-256 key and its chain, as the sandbox's CA issues it.

    Raises:
        SandboxError: the file holds another kind of key.
    """

    def __init__(self, certificate: Path) -> None:
        content = certificate.read_bytes()
        key = serialization.load_pem_private_key(content, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.key_size != _HALF * 8:
            raise SandboxError(f"{certificate}: wanted a P-256 key; delete the file, it is made again")
        self._key = key
        chain = x509.load_pem_x509_certificates(content)
        self._chain = [base64.b64encode(its.public_bytes(serialization.Encoding.DER)).decode() for its in chain]

    def token(self, *, audience: str, subject: str, access: Sequence[Access], now: float) -> str:
        """Return a token.

        Args:
            audience: the registry's service string.
            subject: user name, empty for nobody.
            access: what is allowed.
            now: seconds since the epoch.
        """
        moment = int(now)
        header = {"typ": "JWT", "alg": "ES256", "x5c": self._chain}
        claims = {
            "iss": ISSUER,
            "sub": subject,
            "aud": audience,
            "exp": moment + LIFETIME,
            "nbf": moment - 10,
            "iat": moment,
            "jti": secrets.token_hex(12),
            "access": list(access),
        }
        signed = f"{_part(header)}.{_part(claims)}"
        first, second = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{_encoded(first.to_bytes(_HALF) + second.to_bytes(_HALF))}"


def _part(document: object) -> str:
    return _encoded(json.dumps(document, separators=(",", ":")).encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
