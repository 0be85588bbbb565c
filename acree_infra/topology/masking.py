"""Secrets in a file that should hold none: never repeated, wherever someone put them."""

from __future__ import annotations

import re

_KEY = re.compile(
    r"secret|passw|token|credential|access-?_?key|private-?_?key|shared-?_?key|secure|salt", re.IGNORECASE
)
_TEXT = re.compile(r"LTAI[A-Za-z0-9]{8,}|STS\.[A-Za-z0-9]{8,}|eyJ[A-Za-z0-9._-]{8,}|-----BEGIN.*")
"""An access key id, a session's key id, a JSON web token, a PEM block."""
_CIPHERTEXT = "v1:"
"""Beginning of what Pulumi has encrypted."""


def is_secret_key(name: str) -> bool:
    """Whether the name of a key speaks of a secret, so that no value below it may be shown."""
    return _KEY.search(name) is not None


def is_secret_text(text: str) -> bool:
    """Whether a value looks like a secret."""
    return text.startswith(_CIPHERTEXT) or _TEXT.search(text) is not None


def masked(message: str) -> str:
    """A message without anything in it that looks like a key of the cloud or a token."""
    return _TEXT.sub("(not shown)", message)
