import io
from pathlib import Path

import pytest

from acree_sandbox.services.objects.errors import StorageError
from acree_sandbox.services.objects.store import ObjectStore, chunks


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path / "buckets")


def put(store: ObjectStore, key: str, content: bytes = b"x") -> None:
    store.write("b", key, iter([content]))


def test_what_was_written_is_found(store: ObjectStore) -> None:
    made = store.write("b", "docker/v2/data", iter([b"he", b"llo"]))
    assert made.path.read_bytes() == b"hello"
    assert made.size == 5
    assert store.find("b", "docker/v2/data") == made
    assert store.need("b", "docker/v2/data") == made
    assert store.find("other", "docker/v2/data") is None


def test_writing_again_replaces(store: ObjectStore) -> None:
    put(store, "k", b"one")
    first = store.need("b", "k")
    put(store, "k", b"three")
    assert store.need("b", "k").path.read_bytes() == b"three"
    assert store.need("b", "k").etag != first.etag


def test_nobody_sees_half_an_object(store: ObjectStore) -> None:
    put(store, "k", b"whole")

    with pytest.raises(StorageError, match="3 bytes of the body are missing"):
        store.write("b", "k", chunks(io.BytesIO(b"ab"), 5))
    assert store.need("b", "k").path.read_bytes() == b"whole"
    assert store.keys("b", "") == ["k"]


def test_what_is_not_there_is_said_or_nothing(store: ObjectStore) -> None:
    with pytest.raises(StorageError) as refused:
        store.need("b", "k")
    assert (refused.value.code, refused.value.status) == ("NoSuchKey", 404)
    store.delete("b", "k")
    put(store, "a/b")
    assert store.find("b", "a") is None, "the beginning of a key is none"
    assert store.find("b", "a/b/c") is None


def test_a_deleted_object_is_gone(store: ObjectStore) -> None:
    put(store, "a/b")
    store.delete("b", "a/b")
    assert store.find("b", "a/b") is None
    assert store.keys("b", "") == []


@pytest.mark.parametrize("key", ["", "../x", "a/../../x", "a//b", "/a", "a/", ".", "a/./b", "a\0b"])
def test_a_key_cannot_leave_its_bucket(store: ObjectStore, key: str) -> None:
    with pytest.raises(StorageError, match="cannot be kept"):
        put(store, key)
    with pytest.raises(StorageError, match="cannot be kept"):
        store.find("b", key)


@pytest.mark.parametrize("bucket", ["", "..", "."])
def test_a_bucket_is_one_folder(store: ObjectStore, bucket: str) -> None:
    with pytest.raises(StorageError):
        store.find(bucket, "k")


def test_an_object_cannot_be_inside_another(store: ObjectStore) -> None:
    put(store, "a")
    with pytest.raises(StorageError, match="inside of, or holds, another"):
        put(store, "a/b")
    put(store, "c/d")
    with pytest.raises(StorageError, match="inside of, or holds, another"):
        put(store, "c")


@pytest.mark.parametrize(
    ("prefix", "keys"),
    [
        ("", ["a/b/1", "a/b/2", "a/c", "ab", "z"]),
        ("a", ["a/b/1", "a/b/2", "a/c", "ab"]),
        ("a/", ["a/b/1", "a/b/2", "a/c"]),
        ("a/b", ["a/b/1", "a/b/2"]),
        ("a/b/2", ["a/b/2"]),
        ("nothing/here", []),
        ("../", []),
    ],
)
def test_keys_by_prefix(store: ObjectStore, prefix: str, keys: list[str]) -> None:
    for key in ("z", "a/b/2", "a/b/1", "ab", "a/c"):
        put(store, key)
    assert store.keys("b", prefix) == keys
    assert store.keys("none", prefix) == []


def test_chunks_stop_where_they_should() -> None:
    stream = io.BytesIO(b"abcdef")
    assert b"".join(chunks(stream, 4)) == b"abcd"
    assert stream.read() == b"ef"
    assert list(chunks(stream, 0)) == []
