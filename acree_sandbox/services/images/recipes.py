"""Images as bytes: layers, configuration, manifest, index. The same call makes the same bytes."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
_CONFIGURATION = "application/vnd.oci.image.config.v1+json"
_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
_CREATED = "2026-01-01T00:00:00Z"
_PLATFORM = {"architecture": "amd64", "os": "linux"}


@dataclass(frozen=True, slots=True)
class Blob:
    """Some content and what it is."""

    content: bytes
    media_type: str

    @property
    def digest(self) -> str:
        """Its digest, ``sha256:…``."""
        return _digest(self.content)

    def descriptor(self) -> dict[str, object]:
        """How manifests refer to it."""
        return {"mediaType": self.media_type, "digest": self.digest, "size": len(self.content)}


@dataclass(frozen=True, slots=True)
class Image:
    """An image.

    Attributes:
        blobs: layers and configuration.
        manifests: manifests, the one that a tag points to last.
    """

    blobs: Sequence[Blob]
    manifests: Sequence[Blob]

    @property
    def digest(self) -> str:
        """Digest of what a tag points to."""
        return self.manifests[-1].digest


def image(layer_sizes: Sequence[int], seed: str) -> Image:
    """Return an image whose layers hold one file each, of as many bytes as wanted, that does not compress.

    Args:
        layer_sizes: bytes of each layer's file.
        seed: other seeds give other content.
    """
    archives = [_archive(f"{seed}-{index}", size) for index, size in enumerate(layer_sizes)]
    layers = [Blob(gzip.compress(archive, compresslevel=0, mtime=0), _LAYER) for archive in archives]
    content = {
        **_PLATFORM,
        "created": _CREATED,
        "config": {},
        "rootfs": {"type": "layers", "diff_ids": [_digest(archive) for archive in archives]},
        "history": [{"created": _CREATED} for _ in layers],
    }
    configuration = Blob(json.dumps(content).encode(), _CONFIGURATION)
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": configuration.descriptor(),
        "layers": [its.descriptor() for its in layers],
    }
    return Image((*layers, configuration), (Blob(json.dumps(manifest).encode(), MANIFEST),))


def with_index(its: Image) -> Image:
    """Return the same image behind an index, as images for several platforms have it."""
    entry = its.manifests[-1].descriptor() | {"platform": _PLATFORM}
    index = {"schemaVersion": 2, "mediaType": INDEX, "manifests": [entry]}
    return Image(its.blobs, (*its.manifests, Blob(json.dumps(index).encode(), INDEX)))


def _digest(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"


def _archive(seed: str, size: int) -> bytes:
    content = random.Random(seed).randbytes(size)  # noqa: S311  # filling, no secret
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        member = tarfile.TarInfo(f"data/{seed}")
        member.size = size
        tar.addfile(member, io.BytesIO(content))
    return archive.getvalue()
