"""Object storage as a web server: requests to bucket names, signed with the one key that there is."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict
from pathlib import Path

from acree_sandbox.services.objects.signatures import AccessKey
from acree_sandbox.services.objects.store import ObjectStore
from acree_sandbox.services.objects.uploads import Uploads


class Storage:
    """What is stored, and who may ask for it.

    Args:
        folder: where objects, incomplete uploads and the key are kept.

    Attributes:
        objects: complete objects.
        uploads: incomplete ones.
        key: the key of the registry; presigned addresses are signed with it too.
    """

    def __init__(self, folder: Path) -> None:
        self.objects = ObjectStore(folder / "buckets")
        self.uploads = Uploads(folder / "uploads", self.objects)
        self.key = _kept_key(folder / "key.json")


def _kept_key(path: Path) -> AccessKey:
    if path.exists():
        return AccessKey(**json.loads(path.read_text(encoding="utf-8")))
    made = AccessKey(f"LTAI{secrets.token_hex(8)}", secrets.token_urlsafe(30))
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(asdict(made), stream)
    return made
