"""The errors that the emulated services answer with, and those of the sandbox itself."""

from __future__ import annotations

from pathlib import Path


class ApiError(Exception):
    """A refusal as the service words it: HTTP status, code and message.

    Args:
        code: the service's own code, such as ``InvalidVpcID.NotFound``; clients branch on it.
        message: what was wanted and what was found, for a person.
        status: HTTP status; the provider takes 404 for "does not exist".
    """

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


class SandboxError(Exception):
    """The sandbox cannot do what it was asked to; the message says what to do about it."""


class StateUnreadable(SandboxError):
    """A line of the saved state cannot be used.

    Args:
        path: the file.
        line: line number, counted from 1.
        reason: what was found instead of a saved resource.
    """

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}; move the file away to start from the world file again")


def missing_parameter(name: str) -> ApiError:
    """Return the refusal of a call that lacks a mandatory parameter."""
    return ApiError(
        f"MissingParameter.{name}",
        f'The input parameter "{name}" that is mandatory for processing this request is not supplied.',
    )


def not_found(kind: str, identifier: str, code: str, status: int = 404) -> ApiError:
    """Return the refusal of a call that names something that does not exist."""
    return ApiError(code, f"The specified {kind} {identifier!r} does not exist (NotFound).", status)
