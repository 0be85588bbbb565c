from pathlib import Path

import pytest

from acree_sandbox.services.objects.errors import StorageError
from acree_sandbox.services.objects.store import ObjectStore
from acree_sandbox.services.objects.uploads import Uploads


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path / "buckets")


@pytest.fixture
def uploads(tmp_path: Path, store: ObjectStore) -> Uploads:
    return Uploads(tmp_path / "uploads", store)


def test_parts_become_the_object(uploads: Uploads, store: ObjectStore) -> None:
    upload = uploads.begin("b", "k")
    uploads.write(upload, 2, iter([b"world"]))
    uploads.write(upload, 1, iter([b"hel", b"lo "]))
    assert [(part.number, part.size) for part in uploads.parts(upload)] == [(1, 6), (2, 5)]
    assert store.find("b", "k") is None
    made = uploads.complete(upload, [1, 2])
    assert made.path.read_bytes() == b"hello world"
    assert uploads.all("b", "") == []


def test_a_part_may_be_written_again(uploads: Uploads) -> None:
    upload = uploads.begin("b", "k")
    first = uploads.write(upload, 1, iter([b"one"]))
    assert uploads.write(upload, 1, iter([b"other"])).etag != first.etag
    assert uploads.complete(upload, [1]).size == 5


@pytest.mark.parametrize("numbers", [[], [2], [1, 2], [1, 1]])
def test_parts_that_are_not_there_are_refused(uploads: Uploads, numbers: list[int]) -> None:
    upload = uploads.begin("b", "k")
    uploads.write(upload, 1, iter([b"x"]))
    with pytest.raises(StorageError, match="not all there in this order"):
        uploads.complete(upload, numbers)
    assert uploads.need("b", "k", upload.id) == upload


def test_uploads_are_found_by_prefix_and_id(uploads: Uploads) -> None:
    one, two = uploads.begin("b", "a/1"), uploads.begin("b", "a/2")
    uploads.begin("other", "a/1")
    assert uploads.all("b", "a/") == [one, two]
    assert uploads.all("b", "a/2") == [two]
    assert uploads.need("b", "a/2", two.id) == two
    for key, identifier in (("a/1", two.id), ("a", two.id), ("a/2", "none"), ("a/2", "../x")):
        with pytest.raises(StorageError, match="There is no upload"):
            uploads.need("b", key, identifier)


def test_an_aborted_upload_is_gone(uploads: Uploads) -> None:
    upload = uploads.begin("b", "k")
    uploads.write(upload, 1, iter([b"x"]))
    uploads.abort(upload)
    assert uploads.all("b", "") == []
    uploads.abort(upload)


def test_uploads_outlive_a_restart(uploads: Uploads, store: ObjectStore, tmp_path: Path) -> None:
    upload = uploads.begin("b", "k")
    uploads.write(upload, 1, iter([b"x"]))
    again = Uploads(tmp_path / "uploads", store)
    assert again.need("b", "k", upload.id) == upload
    assert again.complete(upload, [1]).size == 1
