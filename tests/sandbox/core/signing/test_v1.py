import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.signing import v1
from tests.sandbox.core.signing.independent import v1_query, v1_signature

PUBLISHED = {
    "Timestamp": "2016-02-23T12:46:24Z",
    "Format": "XML",
    "AccessKeyId": "testid",
    "Action": "DescribeRegions",
    "SignatureMethod": "HMAC-SHA1",
    "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
    "Version": "2014-05-26",
    "SignatureVersion": "1.0",
}


def test_the_example_that_the_service_publishes() -> None:
    assert v1.sign("GET", PUBLISHED, "testsecret") == "OLeaidS1JvxuMvnyHOwuJ+uX5qY="


def test_the_signature_itself_is_not_signed() -> None:
    assert v1.sign("GET", {**PUBLISHED, "Signature": "x"}, "testsecret") == v1.sign("GET", PUBLISHED, "testsecret")


@given(st.dictionaries(st.text("abcXYZ.019", min_size=1), st.text(st.characters(codec="utf-8")), max_size=6))
def test_agrees_with_the_independent_one_on_any_text(parameters: dict[str, str]) -> None:
    assert v1.sign("POST", parameters, "s3cret") == v1_signature("POST", parameters, "s3cret")


def test_claim_is_read_from_the_parameters() -> None:
    query = v1_query("DescribeShelves", 0.0, {}, SecurityToken="tok")
    claim = v1.claim(query)
    assert (claim.key, claim.moment, claim.token) == ("sandbox-key", "1970-01-01T00:00:00Z", "tok")
    assert claim.signature == query["Signature"]
    assert claim.nonce == query["SignatureNonce"]


@pytest.mark.parametrize("name", ["AccessKeyId", "Signature", "SignatureNonce", "Timestamp"])
def test_a_missing_part_is_named(name: str) -> None:
    query = v1_query("DescribeShelves", 0.0, {})
    del query[name]
    with pytest.raises(ApiError) as caught:
        v1.claim(query)
    assert caught.value.code == f"MissingParameter.{name}"


@pytest.mark.parametrize(("name", "value"), [("SignatureMethod", "HMAC-SHA256"), ("SignatureVersion", "2.0")])
def test_another_algorithm_is_refused(name: str, value: str) -> None:
    query = v1_query("DescribeShelves", 0.0, {}) | {name: value}
    with pytest.raises(ApiError, match=value) as caught:
        v1.claim(query)
    assert caught.value.code == "InvalidParameter.SignatureMethod"
