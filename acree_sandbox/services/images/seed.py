"""Putting images into the storage of a registry, as the registry itself would have stored them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from acree_sandbox.services.images.recipes import Blob, Image, image, with_index
from acree_sandbox.services.objects.store import ObjectStore

MEGABYTE = 1 << 20

IMAGES: Mapping[tuple[str, str], Callable[[], Image]] = {
    ("demo/hello", "1.0"): lambda: image([1024], "hello"),
    ("demo/layers", "1.0"): lambda: image([10 * MEGABYTE] * 5, "layers"),
    ("demo/platforms", "1.0"): lambda: with_index(image([4096], "platforms")),
}
"""Repository and tag of what is there from the start: one layer; 50 MB in five layers; one behind an index."""

_ROOT = "docker/registry/v2"


def seed(store: ObjectStore, bucket: str) -> None:
    """Put every image of `IMAGES` that a bucket does not have yet."""
    for (repository, tag), make in IMAGES.items():
        if store.find(bucket, f"{_tag(repository, tag)}/current/link") is None:
            put(store, bucket, repository, tag, make())


def put(store: ObjectStore, bucket: str, repository: str, tag: str, its: Image) -> None:
    """Store an image; the tag, by which it is found, comes last."""
    for key, content in _objects(repository, tag, its):
        store.write(bucket, key, iter([content]))


def _objects(repository: str, tag: str, its: Image) -> Iterator[tuple[str, bytes]]:
    home = f"{_ROOT}/repositories/{repository}"
    for blob in (*its.blobs, *its.manifests):
        yield f"{_ROOT}/blobs/sha256/{_hex(blob)[:2]}/{_hex(blob)}/data", blob.content
    for blob in its.blobs:
        yield f"{home}/_layers/sha256/{_hex(blob)}/link", blob.digest.encode()
    for manifest in its.manifests:
        yield f"{home}/_manifests/revisions/sha256/{_hex(manifest)}/link", manifest.digest.encode()
    tagged = its.manifests[-1]
    yield f"{_tag(repository, tag)}/index/sha256/{_hex(tagged)}/link", tagged.digest.encode()
    yield f"{_tag(repository, tag)}/current/link", tagged.digest.encode()


def _tag(repository: str, tag: str) -> str:
    return f"{_ROOT}/repositories/{repository}/_manifests/tags/{tag}"


def _hex(blob: Blob) -> str:
    return blob.digest.removeprefix("sha256:")
