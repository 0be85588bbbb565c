"""The XML documents of the protocol."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape, unescape

from acree_sandbox.services.objects.errors import StorageError
from acree_sandbox.services.objects.store import StoredObject
from acree_sandbox.services.objects.uploads import Part, Upload

Tree = Iterable[tuple[str, "str | Tree"]]
"""Elements in order: name, and text or further elements."""

_QUOTES = {'"': "&quot;"}
_READ_QUOTES = {"&quot;": '"', "&#34;": '"', "&apos;": "'", "&#39;": "'"}


def document(name: str, tree: Tree) -> bytes:
    """Return a document with one outermost element."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_element(name, tree)}'.encode()


def refusal(error: StorageError, resource: str) -> bytes:
    """Return the document of a refusal."""
    return document("Error", [("Code", error.code), ("Message", error.message), ("Resource", resource)])


def object_item(found: StoredObject) -> Tree:
    """Return an object as listings show it."""
    return [
        ("Key", found.key),
        ("LastModified", moment(found.modified)),
        ("ETag", found.etag),
        ("Size", str(found.size)),
        ("StorageClass", "STANDARD"),
    ]


def upload_item(upload: Upload) -> Tree:
    """Return an upload as listings show it."""
    return [("Key", upload.key), ("UploadId", upload.id), ("Initiated", moment(upload.begun))]


def part_item(part: Part) -> Tree:
    """Return a part as listings show it."""
    return [
        ("PartNumber", str(part.number)),
        ("LastModified", moment(part.modified)),
        ("ETag", part.etag),
        ("Size", str(part.size)),
    ]


def moment(seconds: float) -> str:
    """Return a moment as the documents write it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def texts_of(body: bytes, name: str) -> list[str]:
    """Return the texts of all elements of a name in a request.

    Requests hold flat lists of keys and part numbers, so nothing that a document could do beyond that is understood.

    Raises:
        StorageError: the body is no text.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise StorageError("MalformedXML", "The body is not XML in UTF-8.") from error
    return [unescape(found, _READ_QUOTES) for found in re.findall(rf"<{name}>([^<]*)</{name}>", text)]


def _element(name: str, content: str | Tree) -> str:
    if isinstance(content, str):
        return f"<{name}>{escape(content, _QUOTES)}</{name}>"
    return f"<{name}>{''.join(_element(*item) for item in content)}</{name}>"
