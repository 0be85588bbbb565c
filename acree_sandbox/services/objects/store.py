"""Objects as files: bucket, then the key as a path."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from acree_sandbox.services.objects.errors import StorageError

_CHUNK = 1 << 20


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One object.

    Attributes:
        key: its key.
        path: the file with its content.
        size: bytes.
        modified: seconds since the epoch.
        etag: changes with every write.
    """

    key: str
    path: Path
    size: int
    modified: float
    etag: str


class ObjectStore:
    """All buckets below one folder.

    Args:
        folder: made when missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / ".incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def find(self, bucket: str, key: str) -> StoredObject | None:
        """Return an object, None when there is none."""
        path = self._path(bucket, key)
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not path.is_file():
            return None
        return StoredObject(key, path, found.st_size, found.st_mtime, f'"{found.st_mtime_ns:x}-{found.st_size:x}"')

    def need(self, bucket: str, key: str) -> StoredObject:
        """Return an object.

        Raises:
            StorageError: there is none.
        """
        found = self.find(bucket, key)
        if found is None:
            raise StorageError("NoSuchKey", f"There is no object {key!r} in {bucket!r}.", 404)
        return found

    def write(self, bucket: str, key: str, parts: Iterator[bytes]) -> StoredObject:
        """Make or replace an object; nobody ever sees half of it.

        Raises:
            StorageError: the key cannot be kept, or another key is the beginning of its path.
        """
        aside = self._incoming / secrets.token_hex(12)
        target = self._path(bucket, key)
        try:
            with aside.open("wb") as stream:
                for part in parts:
                    stream.write(part)
            target.parent.mkdir(parents=True, exist_ok=True)
            aside.replace(target)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise StorageError("InvalidURI", f"{key!r} is inside of, or holds, another object.", 409) from error
        finally:
            aside.unlink(missing_ok=True)
        return self.need(bucket, key)

    def delete(self, bucket: str, key: str) -> None:
        """Take an object away; what is not there is gone already."""
        found = self.find(bucket, key)
        if found is not None:
            found.path.unlink(missing_ok=True)

    def keys(self, bucket: str, prefix: str) -> list[str]:
        """Return all keys that begin with a prefix, in order."""
        root = self._folder / bucket
        start = root / prefix.rpartition("/")[0]
        if ".." in start.parts or not start.is_dir():
            return []
        found = []
        for folder, folders, files in os.walk(start):
            inside = Path(folder).relative_to(root).as_posix()
            base = "" if inside == "." else f"{inside}/"
            folders[:] = [name for name in folders if _may_hold(f"{base}{name}/", prefix)]
            found += [f"{base}{name}" for name in files if f"{base}{name}".startswith(prefix)]
        return sorted(found)

    def _path(self, bucket: str, key: str) -> Path:
        segments = key.split("/")
        if not key or any(part in {"", ".", ".."} for part in (*segments, bucket)) or "\0" in key:
            raise StorageError("InvalidURI", f"The key {key!r} cannot be kept.")
        return self._folder / bucket / key


def chunks(stream: Readable, length: int) -> Iterator[bytes]:
    """Read exactly so many bytes, piece by piece.

    Raises:
        StorageError: the stream ends before.
    """
    while length:
        part = stream.read(min(length, _CHUNK))
        if not part:
            raise StorageError("IncompleteBody", f"{length} bytes of the body are missing.")
        length -= len(part)
        yield part


def _may_hold(folder: str, prefix: str) -> bool:
    return folder.startswith(prefix) or prefix.startswith(folder)
