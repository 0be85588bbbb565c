"""Uploads in parts that are not complete yet."""

from __future__ import annotations

import json
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from acree_sandbox.services.objects.errors import StorageError
from acree_sandbox.services.objects.store import ObjectStore, StoredObject, chunks

_ABOUT = "about.json"


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload.

    Attributes:
        id: its id.
        bucket: bucket of the object to be.
        key: key of the object to be.
        begun: seconds since the epoch.
    """

    id: str
    bucket: str
    key: str
    begun: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an upload: number from 1, size in bytes, etag, seconds since the epoch."""

    number: int
    size: int
    etag: str
    modified: float


class Uploads:
    """All incomplete uploads below one folder, each a folder with a file for each part."""

    def __init__(self, folder: Path, store: ObjectStore) -> None:
        self._folder = folder
        self._store = store
        folder.mkdir(parents=True, exist_ok=True)

    def begin(self, bucket: str, key: str) -> Upload:
        """Begin an upload."""
        upload = Upload(secrets.token_hex(16), bucket, key, time.time())
        folder = self._folder / upload.id
        folder.mkdir()
        about = {"bucket": bucket, "key": key, "begun": upload.begun}
        (folder / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
        return upload

    def need(self, bucket: str, key: str, identifier: str) -> Upload:
        """Return an upload.

        Raises:
            StorageError: there is none of this object with this id.
        """
        found = next((its for its in self.all(bucket, key) if its.id == identifier and its.key == key), None)
        if found is None:
            raise StorageError("NoSuchUpload", f"There is no upload {identifier!r} of {key!r}.", 404)
        return found

    def all(self, bucket: str, prefix: str) -> list[Upload]:
        """Return the uploads of a bucket whose keys begin with a prefix, oldest first."""
        found = []
        for path in self._folder.glob(f"*/{_ABOUT}"):
            about = json.loads(path.read_text(encoding="utf-8"))
            if about["bucket"] == bucket and about["key"].startswith(prefix):
                found.append(Upload(path.parent.name, bucket, about["key"], about["begun"]))
        return sorted(found, key=lambda its: (its.key, its.begun))

    def write(self, upload: Upload, number: int, parts: Iterator[bytes]) -> Part:
        """Keep a part."""
        path = self._file(upload, number)
        aside = path.with_suffix(".new")
        with aside.open("wb") as stream:
            for part in parts:
                stream.write(part)
        aside.replace(path)
        return _part(path)

    def parts(self, upload: Upload) -> list[Part]:
        """Return the parts of an upload in order."""
        return [_part(path) for path in sorted((self._folder / upload.id).glob("*.part"))]

    def complete(self, upload: Upload, numbers: Sequence[int]) -> StoredObject:
        """Join parts into the object and forget the upload.

        Raises:
            StorageError: a part is missing, or they are out of order.
        """
        paths = [self._file(upload, number) for number in numbers]
        if not paths or list(numbers) != sorted(set(numbers)) or not all(path.exists() for path in paths):
            raise StorageError("InvalidPart", f"The parts {list(numbers)} are not all there in this order.")
        made = self._store.write(upload.bucket, upload.key, _content(paths))
        self.abort(upload)
        return made

    def abort(self, upload: Upload) -> None:
        """Forget an upload."""
        shutil.rmtree(self._folder / upload.id, ignore_errors=True)

    def _file(self, upload: Upload, number: int) -> Path:
        return self._folder / upload.id / f"{number:05}.part"


def _part(path: Path) -> Part:
    found = path.stat()
    return Part(int(path.stem), found.st_size, f'"{found.st_mtime_ns:x}-{found.st_size:x}"', found.st_mtime)


def _content(paths: Sequence[Path]) -> Iterator[bytes]:
    for path in paths:
        with path.open("rb") as stream:
            yield from chunks(stream, path.stat().st_size)
