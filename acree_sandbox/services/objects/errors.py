"""Refusals of the object storage."""

from __future__ import annotations


class StorageError(Exception):
    """A refusal with the protocol's own code.

    Args:
        code: such as ``NoSuchKey``; clients branch on it.
        message: for a person.
        status: HTTP status.
    """

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
