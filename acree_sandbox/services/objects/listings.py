"""Listings of objects, uploads and parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from acree_sandbox.services.objects.documents import Tree, object_item, part_item, upload_item
from acree_sandbox.services.objects.errors import StorageError
from acree_sandbox.services.objects.store import ObjectStore
from acree_sandbox.services.objects.uploads import Upload, Uploads

MOST_KEYS = 1000


def objects(store: ObjectStore, bucket: str, query: Mapping[str, str]) -> Tree:
    """One page of objects, with what a delimiter makes of their keys, in the present dialect or the one before it.

    Raises:
        StorageError: the page size is no number.
    """
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    after = query.get("continuation-token") or query.get("start-after") or query.get("marker", "")
    size = query.get("max-keys", str(MOST_KEYS))
    if not size.isdecimal():
        raise StorageError("InvalidArgument", f"Wanted a number as max-keys, found {size!r}.")
    entries = [entry for entry in _entries(store.keys(bucket, prefix), prefix, delimiter) if entry > after]
    page = entries[: min(int(size), MOST_KEYS)]
    yield from _head(bucket, prefix, delimiter, size)
    yield "KeyCount", str(len(page))
    more = len(page) < len(entries)
    yield "IsTruncated", str(more).lower()
    if more and page:
        yield "NextContinuationToken" if "list-type" in query else "NextMarker", page[-1]
    for entry in page:
        if delimiter and entry.endswith(delimiter):
            yield "CommonPrefixes", [("Prefix", entry)]
        elif found := store.find(bucket, entry):
            yield "Contents", object_item(found)


def uploads(kept: Uploads, bucket: str, query: Mapping[str, str]) -> Tree:
    """All incomplete uploads of a prefix."""
    prefix = query.get("prefix", "")
    yield from _head(bucket, prefix, "", str(MOST_KEYS))
    yield "IsTruncated", "false"
    for upload in kept.all(bucket, prefix):
        yield "Upload", upload_item(upload)


def parts(kept: Uploads, upload: Upload) -> Tree:
    """All parts of an upload."""
    yield "Bucket", upload.bucket
    yield "Key", upload.key
    yield "UploadId", upload.id
    yield "IsTruncated", "false"
    for part in kept.parts(upload):
        yield "Part", part_item(part)


def _head(bucket: str, prefix: str, delimiter: str, size: str) -> Iterator[tuple[str, str]]:
    yield "Name", bucket
    yield "Prefix", prefix
    if delimiter:
        yield "Delimiter", delimiter
    yield "MaxKeys", size


def _entries(keys: list[str], prefix: str, delimiter: str) -> list[str]:
    """Keys, or what they have in common up to the first delimiter after the prefix."""
    if not delimiter:
        return keys
    found = {}
    for key in keys:
        head, mark, _ = key[len(prefix) :].partition(delimiter)
        found[prefix + head + mark if mark else key] = True
    return sorted(found)
