"""The protocol, spoken over a socket as a registry speaks it."""

import hashlib
import http.client
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

import pytest

from acree_sandbox.services.objects.handler import StorageHandler
from acree_sandbox.services.objects.signatures import AccessKey, SignedRequest, signature
from acree_sandbox.services.objects.site import Storage

HOST = "bucket.oss-cn-hangzhou-internal.aliyuncs.com"


class Client:
    """Signs requests and sends them through one connection."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.key = storage.key
        ours, theirs = socket.socketpair()
        self.connection = http.client.HTTPConnection(HOST)
        self.connection.sock = ours
        self.thread = threading.Thread(target=self._serve, args=(theirs,), daemon=True)
        self.thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            StorageHandler(connection, ("here", 0), self.storage)  # type: ignore[arg-type]  # it asks no server

    def __call__(
        self, method: str, target: str, body: bytes = b"", /, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        signed = self.headers(method, target, self.key, body)
        self.connection.request(method, target, body or None, sent | signed)
        answer = self.connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def headers(self, method: str, target: str, key: AccessKey, body: bytes) -> dict[str, str]:
        now, address = datetime.now(UTC), urlsplit(target)
        content = hashlib.sha256(body).hexdigest()
        moment, scope = now.strftime("%Y%m%dT%H%M%SZ"), f"{now:%Y%m%d}/cn-hangzhou/s3/aws4_request"
        headers = {"host": HOST, "x-amz-content-sha256": content, "x-amz-date": moment}
        names = ";".join(headers)
        request = SignedRequest(method, address.path, address.query, headers)
        made = signature(request, names, content, scope, now, key.secret)
        authorization = f"AWS4-HMAC-SHA256 Credential={key.id}/{scope}, SignedHeaders={names}, Signature={made}"
        return headers | {"authorization": authorization}

    def xml(self, method: str, target: str, body: bytes = b"", **headers: str) -> ET.Element:
        status, _, content = self(method, target, body, **headers)
        assert status == 200, content
        return ET.fromstring(content)  # noqa: S314  # the code under test made it

    def close(self) -> None:
        self.connection.close()
        self.thread.join(5)
        assert not self.thread.is_alive()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    made = Client(Storage(tmp_path))
    yield made
    made.close()


def test_the_bucket_may_stand_in_the_path_too(client: Client) -> None:
    """As registries before version 3 ask for it, whose storage driver knows no other way."""
    assert client("PUT", "/bucket/a/b", b"hello")[0] == 200
    assert client("GET", "/a/b")[2] == b"hello"
    assert client("GET", "/bucket/a/b")[2] == b"hello"
    assert client("HEAD", "/bucket")[0] == 200
    listed = client.xml("GET", "/bucket?list-type=2&prefix=a%2F")
    assert [key.text for key in listed.iter() if key.tag.endswith("Key")] == ["a/b"]
    assert client("GET", "/bucketful/a/b")[0] == 404


def test_an_object_comes_back(client: Client) -> None:
    assert client("PUT", "/a/b%20c", b"hello")[0] == 200
    status, headers, body = client("GET", "/a/b%20c")
    assert (status, body) == (200, b"hello")
    assert headers["content-length"] == "5"
    assert headers["accept-ranges"] == "bytes"
    assert client.storage.objects.need("bucket", "a/b c").size == 5
    status, headers, body = client("HEAD", "/a/b%20c")
    assert (status, headers["content-length"], body) == (200, "5", b"")


@pytest.mark.parametrize(
    ("span", "body", "content_range"),
    [
        ("bytes=0-0", b"h", "bytes 0-0/5"),
        ("bytes=1-3", b"ell", "bytes 1-3/5"),
        ("bytes=3-", b"lo", "bytes 3-4/5"),
        ("bytes=-2", b"lo", "bytes 3-4/5"),
        ("bytes=0-99", b"hello", "bytes 0-4/5"),
    ],
)
def test_a_range_of_an_object(client: Client, span: str, body: bytes, content_range: str) -> None:
    client("PUT", "/k", b"hello")
    status, headers, found = client("GET", "/k", Range=span)
    assert (status, found, headers["content-range"]) == (206, body, content_range)


@pytest.mark.parametrize(("span", "code"), [("bytes=5-", 416), ("bytes=x", 400), ("bytes=-", 400), ("bytes=3-1", 416)])
def test_a_range_that_is_not_there(client: Client, span: str, code: int) -> None:
    client("PUT", "/k", b"hello")
    assert client("GET", "/k", Range=span)[0] == code


def test_an_empty_object(client: Client) -> None:
    assert client("PUT", "/k", b"", Content_Length="0")[0] == 200
    status, headers, body = client("GET", "/k")
    assert (status, headers["content-length"], body) == (200, "0", b"")


def test_what_is_not_there(client: Client) -> None:
    status, _, body = client("GET", "/none")
    assert status == 404
    assert b"<Code>NoSuchKey</Code>" in body
    assert client("HEAD", "/none")[0] == 404
    assert client("DELETE", "/none")[0] == 204
    assert client("HEAD", "/")[0] == 200


def test_a_copy(client: Client) -> None:
    client("PUT", "/k", b"hello")
    assert client.xml("PUT", "/copy", x_amz_copy_source=quote("bucket/k")).tag == "CopyObjectResult"
    assert client("GET", "/copy")[2] == b"hello"
    assert client("PUT", "/copy", x_amz_copy_source="/bucket/none")[0] == 404


def test_deleting_one_and_many(client: Client) -> None:
    for key in ("a", "b", "c"):
        client("PUT", f"/{key}", b"x")
    assert client("DELETE", "/a")[0] == 204
    body = b"<Delete><Object><Key>b</Key></Object><Object><Key>gone</Key></Object></Delete>"
    assert [its.text for its in client.xml("POST", "/?delete=", body).iter("Key")] == ["b", "gone"]
    assert client.storage.objects.keys("bucket", "") == ["c"]


def test_listing_page_by_page(client: Client) -> None:
    for key in ("a/1", "a/2", "b/1", "c"):
        client("PUT", f"/{key}", b"x")
    first = client.xml("GET", "/?list-type=2&max-keys=3")
    assert [its.text for its in first.iter("Key")] == ["a/1", "a/2", "b/1"]
    assert (first.findtext("IsTruncated"), first.findtext("KeyCount")) == ("true", "3")
    token = first.findtext("NextContinuationToken")
    assert token
    rest = client.xml("GET", f"/?continuation-token={quote(token, safe='')}&list-type=2")
    assert [its.text for its in rest.iter("Key")] == ["c"]
    assert rest.findtext("IsTruncated") == "false"


def test_listing_page_by_page_as_older_clients_do(client: Client) -> None:
    for key in ("a/1", "a/2", "b/1", "c"):
        client("PUT", f"/{key}", b"x")
    first = client.xml("GET", "/bucket?max-keys=3&prefix=")
    assert [its.text for its in first.iter("Key")] == ["a/1", "a/2", "b/1"]
    assert (first.findtext("IsTruncated"), first.findtext("NextMarker")) == ("true", "b/1")
    assert first.findtext("NextContinuationToken") is None
    rest = client.xml("GET", "/bucket?marker=b%2F1")
    assert [its.text for its in rest.iter("Key")] == ["c"]


def test_listing_folders(client: Client) -> None:
    for key in ("r/a/1", "r/a/2", "r/b/1", "r/c"):
        client("PUT", f"/{key}", b"x")
    found = client.xml("GET", "/?delimiter=%2F&list-type=2&prefix=r%2F")
    assert [its.findtext("Prefix") for its in found.iter("CommonPrefixes")] == ["r/a/", "r/b/"]
    assert [its.text for its in found.iter("Key")] == ["r/c"]
    assert client("GET", "/?list-type=2&max-keys=many")[0] == 400


def test_an_upload_in_parts(client: Client) -> None:
    upload = client.xml("POST", "/big?uploads=").findtext("UploadId")
    assert upload
    client("PUT", "/source", b"0123456789")
    assert client("PUT", f"/big?partNumber=1&uploadId={upload}", b"first ")[0] == 200
    copied = client.xml(
        "PUT",
        f"/big?partNumber=2&uploadId={upload}",
        x_amz_copy_source="bucket/source",
        x_amz_copy_source_range="bytes=2-4",
    )
    assert copied.tag == "CopyPartResult"
    assert [its.text for its in client.xml("GET", f"/big?uploadId={upload}").iter("Size")] == ["6", "3"]
    assert [its.text for its in client.xml("GET", "/?prefix=bi&uploads=").iter("Key")] == ["big"]
    body = b"".join(b"<Part><PartNumber>%d</PartNumber><ETag>x</ETag></Part>" % number for number in (1, 2))
    done = client.xml(
        "POST", f"/big?uploadId={upload}", b"<CompleteMultipartUpload>%s</CompleteMultipartUpload>" % body
    )
    assert done.findtext("Key") == "big"
    assert client("GET", "/big")[2] == b"first 234"
    assert client("GET", f"/big?uploadId={upload}")[0] == 404


def test_an_upload_that_is_given_up(client: Client) -> None:
    upload = client.xml("POST", "/big?uploads=").findtext("UploadId")
    assert client("DELETE", f"/big?uploadId={upload}")[0] == 204
    assert client("DELETE", f"/big?uploadId={upload}")[0] == 404


@pytest.mark.parametrize("number", ["", "0", "-1", "x"])
def test_a_part_has_a_number(client: Client, number: str) -> None:
    upload = client.xml("POST", "/big?uploads=").findtext("UploadId")
    assert client("PUT", f"/big?partNumber={number}&uploadId={upload}", b"x")[0] == 400


def test_another_key_is_refused_and_the_connection_ends(client: Client) -> None:
    client.key = AccessKey(client.storage.key.id, "wrong")
    status, headers, body = client("PUT", "/k", b"hello")
    assert status == 403
    assert b"SignatureDoesNotMatch" in body
    assert client.storage.objects.find("bucket", "k") is None
    assert "content-length" in headers


def test_what_is_not_served(client: Client) -> None:
    assert client("DELETE", "/")[0] == 405


def test_the_key_is_kept_and_for_the_owner_only(tmp_path: Path) -> None:
    made = Storage(tmp_path)
    assert Storage(tmp_path).key == made.key
    assert (tmp_path / "key.json").stat().st_mode & 0o777 == 0o600
