"""The examples that the protocol's own documentation computes, and what must be refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from acree_sandbox.services.objects.errors import StorageError
from acree_sandbox.services.objects.signatures import AccessKey, SignedRequest, check

KEY = AccessKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
SIGNED_AT = datetime(2013, 5, 24, tzinfo=UTC)
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

PRESIGNED = SignedRequest(
    "GET",
    "/test.txt",
    "X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
    "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    {"host": "examplebucket.s3.amazonaws.com"},
)
IN_HEADER = SignedRequest(
    "GET",
    "/test.txt",
    "",
    {
        "host": "examplebucket.s3.amazonaws.com",
        "range": "bytes=0-9",
        "x-amz-content-sha256": EMPTY,
        "x-amz-date": "20130524T000000Z",
        "authorization": "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    },
)
LISTING = SignedRequest(
    "GET",
    "/",
    "max-keys=2&prefix=J",
    {
        "host": "examplebucket.s3.amazonaws.com",
        "x-amz-content-sha256": EMPTY,
        "x-amz-date": "20130524T000000Z",
        "authorization": "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
        "SignedHeaders=host;x-amz-content-sha256;x-amz-date, "
        "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    },
)


@pytest.mark.parametrize("request_", [PRESIGNED, IN_HEADER, LISTING])
def test_documented_signatures_are_right(request_: SignedRequest) -> None:
    check(request_, KEY, SIGNED_AT)
    check(request_, KEY, SIGNED_AT + timedelta(minutes=14))


def refusal(request: SignedRequest, now: datetime = SIGNED_AT, key: AccessKey = KEY) -> str:
    with pytest.raises(StorageError) as refused:
        check(request, key, now)
    assert refused.value.status == 403
    return refused.value.code


@pytest.mark.parametrize("request_", [PRESIGNED, IN_HEADER, LISTING])
def test_any_change_is_seen(request_: SignedRequest) -> None:
    wrong = "SignatureDoesNotMatch"
    assert refusal(replace(request_, path="/other")) == wrong
    assert refusal(replace(request_, method="PUT")) == wrong
    assert refusal(replace(request_, query=request_.query + "&more=1")) == wrong
    assert refusal(replace(request_, headers={**request_.headers, "host": "other"})) == wrong
    assert refusal(request_, key=AccessKey(KEY.id, "other")) == wrong
    assert refusal(request_, key=AccessKey("other", KEY.secret)) == "InvalidAccessKeyId"


def test_time_runs_out() -> None:
    check(PRESIGNED, KEY, SIGNED_AT + timedelta(hours=24))
    assert refusal(PRESIGNED, SIGNED_AT + timedelta(hours=24, seconds=1)) == "AccessDenied"
    assert refusal(PRESIGNED, SIGNED_AT - timedelta(minutes=16)) == "AccessDenied"
    assert refusal(IN_HEADER, SIGNED_AT + timedelta(minutes=16)) == "AccessDenied"


@pytest.mark.parametrize(
    "request_",
    [
        SignedRequest("GET", "/x", "", {"host": "b"}),
        replace(PRESIGNED, query=PRESIGNED.query.replace("86400", "soon")),
        replace(PRESIGNED, query=PRESIGNED.query.replace("X-Amz-Date=20130524T000000Z&", "")),
        replace(IN_HEADER, headers={**IN_HEADER.headers, "x-amz-date": "yesterday"}),
    ],
)
def test_what_is_not_signed_properly_is_refused(request_: SignedRequest) -> None:
    assert refusal(request_) == "AccessDenied"


def test_another_way_of_signing_is_refused() -> None:
    headers = {**IN_HEADER.headers, "authorization": "AWS AKIA:signature"}
    assert refusal(replace(IN_HEADER, headers=headers)) == "InvalidArgument"


def test_a_secret_is_not_shown() -> None:
    assert KEY.secret not in repr(KEY)
