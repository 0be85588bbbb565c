"""Tokens are checked here as the registry checks them: chain, signature, claims."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from acree_sandbox.core.certificates import Authority
from acree_sandbox.core.errors import SandboxError
from acree_sandbox.services.tokens.signer import ISSUER, LIFETIME, Signer

NOW = 1_767_225_600.0


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def read(token: str) -> tuple[dict[str, Any], dict[str, Any], x509.Certificate]:
    """Header, claims and certificate of a token whose signature is right."""
    head, claims, signature = token.split(".")
    header = json.loads(decoded(head))
    certificate = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    raw = decoded(signature)
    assert len(raw) == 64
    pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key.verify(pair, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    return header, json.loads(decoded(claims)), certificate


def test_a_token_says_who_may_do_what(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    signer = Signer(authority.issue("token-signer.sandbox"))
    access = [{"type": "repository", "name": "demo/hello", "actions": ["pull"]}]
    token = signer.token(audience="registry:x", subject="me", access=access, now=NOW)
    header, claims, certificate = read(token)
    assert (header["typ"], header["alg"]) == ("JWT", "ES256")
    assert claims.pop("jti")
    assert claims == {
        "iss": ISSUER,
        "sub": "me",
        "aud": "registry:x",
        "exp": NOW + LIFETIME,
        "nbf": NOW - 10,
        "iat": NOW,
        "access": access,
    }
    root = x509.load_pem_x509_certificate(authority.ca_file.read_bytes())
    certificate.verify_directly_issued_by(root)


def test_each_token_is_another_one(tmp_path: Path) -> None:
    signer = Signer(Authority(tmp_path).issue("x"))
    tokens = {signer.token(audience="a", subject="", access=(), now=NOW) for _ in range(3)}
    assert len({read(token)[1]["jti"] for token in tokens}) == 3


def test_another_kind_of_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rsa.pem"
    leaf = trustme.CA(key_type=trustme.KeyType.RSA).issue_cert("x", key_type=trustme.KeyType.RSA)
    path.write_bytes(leaf.private_key_pem.bytes() + leaf.cert_chain_pems[0].bytes())
    with pytest.raises(SandboxError, match="wanted a P-256 key"):
        Signer(path)
