from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.signing import acs3
from acree_sandbox.core.signing.message import Message
from tests.sandbox.core.signing.independent import acs3_message


def with_header(message: Message, name: str, value: str | None) -> Message:
    headers = {key: text for key, text in message.headers.items() if key != name}
    return replace(message, headers=headers if value is None else {**headers, name: value})


@given(
    st.dictionaries(st.text("abcXYZ.019", min_size=1), st.text(st.characters(codec="utf-8")), max_size=5),
    st.binary(max_size=40),
)
def test_agrees_with_the_independent_one(query: dict[str, str], body: bytes) -> None:
    message = acs3_message("DescribeShelves", 0.0, query, body)
    assert acs3.claim(message).signature == acs3.sign(message, "sandbox-secret")


def test_claim_is_read_from_the_headers() -> None:
    message = with_header(acs3_message("X", 60.0), "x-acs-security-token", "tok")
    claim = acs3.claim(message)
    assert (claim.key, claim.moment, claim.token) == ("sandbox-key", "1970-01-01T00:01:00Z", "tok")


def test_anything_signed_that_changes_changes_the_signature() -> None:
    message = acs3_message("X", 0.0, {"A": "1"})
    signed = acs3.sign(message, "sandbox-secret")
    assert acs3.sign(replace(message, query={"A": "2"}), "sandbox-secret") != signed
    assert acs3.sign(with_header(message, "x-acs-action", "Y"), "sandbox-secret") != signed
    assert acs3.sign(message, "another") != signed


def test_another_body_than_the_signed_one_is_refused() -> None:
    message = replace(acs3_message("X", 0.0, body=b"a=1"), body=b"a=2")
    with pytest.raises(ApiError) as caught:
        acs3.sign(message, "sandbox-secret")
    assert caught.value.code == "SignatureDoesNotMatch"


@pytest.mark.parametrize("text", ["", "Basic abc", "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=b,Signature=zz"])
def test_a_malformed_header_is_refused(text: str) -> None:
    with pytest.raises(ApiError) as caught:
        acs3.claim(with_header(acs3_message("X", 0.0), "authorization", text))
    assert caught.value.code == "IncompleteSignature"


def test_signing_too_little_is_refused() -> None:
    text = f"ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host;x-acs-date,Signature={'0' * 64}"
    with pytest.raises(ApiError, match="x-acs-action, x-acs-content-sha256, x-acs-version"):
        acs3.claim(with_header(acs3_message("X", 0.0), "authorization", text))


def test_a_signed_header_that_did_not_arrive_is_named() -> None:
    message = with_header(acs3_message("X", 0.0), "x-acs-signature-nonce", None)
    with pytest.raises(ApiError, match="x-acs-signature-nonce"):
        acs3.sign(message, "sandbox-secret")
