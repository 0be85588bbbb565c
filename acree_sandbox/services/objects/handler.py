"""The requests of the protocol: which one is asked for, and its answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from email.utils import formatdate
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

from acree_sandbox.services.objects import documents, listings, signatures
from acree_sandbox.services.objects.errors import StorageError
from acree_sandbox.services.objects.site import Storage
from acree_sandbox.services.objects.store import StoredObject, chunks
from acree_sandbox.services.web import Handler

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_XML = "application/xml"
LARGEST_DOCUMENT = 4 << 20


class StorageHandler(Handler):
    """Answers the requests of one connection to the storage.

    The bucket is the first label of the host; older clients name it at the beginning of the path as well.
    """

    server: Storage  # type: ignore[assignment]  # the base class would have a socket server

    def respond(self) -> None:
        """Do what is asked for, if it is signed."""
        address = urlsplit(self.path)
        self.bucket = self.headers.get("Host", "").partition(".")[0].lower()
        first, _, rest = unquote(address.path[1:]).partition("/")
        self.key = rest if first == self.bucket else unquote(address.path[1:])
        self.query = dict(parse_qsl(address.query, keep_blank_values=True))
        self.body_begun = False
        try:
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = signatures.SignedRequest(self.command, address.path, address.query, headers)
            signatures.check(request, self.server.key)
            self._operation()(self)
        except StorageError as error:
            self._pass_over_body()
            self.answer(error.status, documents.refusal(error, address.path), kind=_XML)

    def _operation(self) -> Callable[[StorageHandler], None]:
        marks = [name for name in ("uploadId", "uploads", "delete", "list-type") if name in self.query]
        found = _OPERATIONS.get((self.command, bool(self.key), marks[0] if marks else ""))
        if found is None:
            raise StorageError("MethodNotAllowed", f"{self.command} is not served here.", HTTPStatus.METHOD_NOT_ALLOWED)
        return found

    # -- objects ------------------------------------------------------------------------------------------------

    def read_object(self) -> None:
        """GetObject and HeadObject, with a range where one is asked for."""
        found = self.server.objects.need(self.bucket, self.key)
        first, last = _span(self.headers.get("Range", ""), found.size)
        partial = "Range" in self.headers
        headers = {
            "Content-Length": str(last - first + 1),
            "Accept-Ranges": "bytes",
            "ETag": found.etag,
            "Last-Modified": formatdate(found.modified, usegmt=True),
        }
        if partial:
            headers["Content-Range"] = f"bytes {first}-{last}/{found.size}"
        status = HTTPStatus.PARTIAL_CONTENT if partial else HTTPStatus.OK
        self.answer(status, headers=headers, kind="application/octet-stream")
        if self.command == "GET":
            with found.path.open("rb") as stream:
                stream.seek(first)
                for part in chunks(stream, last - first + 1):
                    self.wfile.write(part)

    def write_object(self) -> None:
        """PutObject, or CopyObject when a source is named."""
        source = self._source()
        made = self.server.objects.write(self.bucket, self.key, _content(source) if source else self._body())
        if source:
            self._send("CopyObjectResult", [("ETag", made.etag), ("LastModified", documents.moment(made.modified))])
        else:
            self.answer(HTTPStatus.OK, headers={"ETag": made.etag})

    def delete_object(self) -> None:
        """DeleteObject."""
        self.server.objects.delete(self.bucket, self.key)
        self.answer(HTTPStatus.NO_CONTENT)

    def delete_objects(self) -> None:
        """DeleteObjects."""
        keys = documents.texts_of(self._document(), "Key")
        for key in keys:
            self.server.objects.delete(self.bucket, key)
        self._send("DeleteResult", [("Deleted", [("Key", key)]) for key in keys])

    def list_objects(self) -> None:
        """ListObjectsV2, and ListObjects, which older clients use."""
        self._send("ListBucketResult", listings.objects(self.server.objects, self.bucket, self.query))

    def head_bucket(self) -> None:
        """HeadBucket: every bucket is there."""
        self.answer(HTTPStatus.OK)

    # -- uploads in parts -----------------------------------------------------------------------------------------

    def begin_upload(self) -> None:
        """CreateMultipartUpload."""
        made = self.server.uploads.begin(self.bucket, self.key)
        self._send("InitiateMultipartUploadResult", [("Bucket", made.bucket), ("Key", made.key), ("UploadId", made.id)])

    def write_part(self) -> None:
        """UploadPart, or UploadPartCopy when a source is named."""
        upload = self.server.uploads.need(self.bucket, self.key, self.query["uploadId"])
        source, number = self._source(), _whole(self.query.get("partNumber", ""), "partNumber")
        if source is None:
            made = self.server.uploads.write(upload, number, self._body())
            self.answer(HTTPStatus.OK, headers={"ETag": made.etag})
            return
        span = _span(self.headers.get("x-amz-copy-source-range", ""), source.size)
        made = self.server.uploads.write(upload, number, _content(source, *span))
        self._send("CopyPartResult", [("ETag", made.etag), ("LastModified", documents.moment(made.modified))])

    def complete_upload(self) -> None:
        """CompleteMultipartUpload."""
        upload = self.server.uploads.need(self.bucket, self.key, self.query["uploadId"])
        named = documents.texts_of(self._document(), "PartNumber")
        made = self.server.uploads.complete(upload, [_whole(text, "PartNumber") for text in named])
        self._send("CompleteMultipartUploadResult", [("Bucket", self.bucket), ("Key", made.key), ("ETag", made.etag)])

    def abort_upload(self) -> None:
        """AbortMultipartUpload."""
        self.server.uploads.abort(self.server.uploads.need(self.bucket, self.key, self.query["uploadId"]))
        self.answer(HTTPStatus.NO_CONTENT)

    def list_uploads(self) -> None:
        """ListMultipartUploads."""
        self._send("ListMultipartUploadsResult", listings.uploads(self.server.uploads, self.bucket, self.query))

    def list_parts(self) -> None:
        """ListParts."""
        upload = self.server.uploads.need(self.bucket, self.key, self.query["uploadId"])
        self._send("ListPartsResult", listings.parts(self.server.uploads, upload))

    # -- what they share ------------------------------------------------------------------------------------------

    def _send(self, name: str, tree: documents.Tree) -> None:
        self.answer(HTTPStatus.OK, documents.document(name, tree), kind=_XML)

    def _length(self) -> int:
        return _whole(self.headers.get("Content-Length", ""), "Content-Length", least=0)

    def _body(self) -> Iterator[bytes]:
        length = self._length()
        self.body_begun = True
        return chunks(self.rfile, length)

    def _pass_over_body(self) -> None:
        """Read what a refused request sends: who is still sending would not see the refusal."""
        text = self.headers.get("Content-Length", "0")
        if self.body_begun or not text.isdecimal() or int(text) > LARGEST_DOCUMENT:
            self.close_connection = True
        else:
            self.rfile.read(int(text))

    def _document(self) -> bytes:
        if self._length() > LARGEST_DOCUMENT:
            raise StorageError("EntityTooLarge", f"A document has at most {LARGEST_DOCUMENT} bytes.")
        return b"".join(self._body())

    def _source(self) -> StoredObject | None:
        named = unquote(self.headers.get("x-amz-copy-source", "")).removeprefix("/")
        if not named:
            return None
        bucket, _, key = named.partition("/")
        return self.server.objects.need(bucket, key)


_OPERATIONS: Mapping[tuple[str, bool, str], Callable[[StorageHandler], None]] = {
    ("GET", True, ""): StorageHandler.read_object,
    ("HEAD", True, ""): StorageHandler.read_object,
    ("PUT", True, ""): StorageHandler.write_object,
    ("DELETE", True, ""): StorageHandler.delete_object,
    ("POST", True, "uploads"): StorageHandler.begin_upload,
    ("PUT", True, "uploadId"): StorageHandler.write_part,
    ("POST", True, "uploadId"): StorageHandler.complete_upload,
    ("DELETE", True, "uploadId"): StorageHandler.abort_upload,
    ("GET", True, "uploadId"): StorageHandler.list_parts,
    ("POST", False, "delete"): StorageHandler.delete_objects,
    ("GET", False, "list-type"): StorageHandler.list_objects,
    ("GET", False, ""): StorageHandler.list_objects,
    ("GET", False, "uploads"): StorageHandler.list_uploads,
    ("HEAD", False, ""): StorageHandler.head_bucket,
}
"""Operations by method, whether there is a key, and the parameter that tells them apart."""


def _content(source: StoredObject, first: int = 0, last: int | None = None) -> Iterator[bytes]:
    with source.path.open("rb") as stream:
        stream.seek(first)
        yield from chunks(stream, (source.size if last is None else last + 1) - first)


def _span(text: str, size: int) -> tuple[int, int]:
    """First and last byte of a range; all of them without one."""
    if not text:
        return 0, size - 1
    found = _RANGE.fullmatch(text)
    if found is None or not (found[1] or found[2]):
        raise StorageError("InvalidArgument", f"Wanted a range such as bytes=0-99, found {text!r}.")
    if not found[1]:
        first, last = max(0, size - int(found[2])), size - 1
    else:
        first, last = int(found[1]), min(int(found[2]) if found[2] else size - 1, size - 1)
    if first > last:
        raise StorageError(
            "InvalidRange", f"The object has {size} bytes only.", HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        )
    return first, last


def _whole(text: str, name: str, least: int = 1) -> int:
    if not text.isdecimal() or int(text) < least:
        raise StorageError("InvalidArgument", f"Wanted a number of at least {least} as {name}, found {text!r}.")
    return int(text)
