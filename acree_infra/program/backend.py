"""The engine's backend as a command line sees it: the project it belongs to, and what its refusals mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from acree_infra.errors import AccessError, AcreeError, ConfigError

if TYPE_CHECKING:
    from pulumi.automation import CommandError

_NO_LOGIN, _NO_STACK = 3, 6
"""Exit codes of the engine."""


def project_of(folder: Path) -> Path:
    """The folder of the project that holds a folder.

    Raises:
        ConfigError: there is none.
    """
    for place in (folder.resolve(), *folder.resolve().parents):
        if (place / "Pulumi.yaml").is_file():
            return place
    raise ConfigError(
        f"expected a Pulumi project in {folder} or above it, found no Pulumi.yaml",
        remedy="run this beside the project, or name the folder of its stack files: --dir FOLDER",
    )


def refusal_of(stack: str, error: CommandError) -> AcreeError:
    """What the engine's failure means, in its own words where it is none of those that are known."""
    from pulumi.automation import ConcurrentUpdateError, StackNotFoundError  # noqa: PLC0415  # 0.3 s and more

    result = error.args[0] if error.args else ""
    said, code = _said(str(result))
    if isinstance(error, StackNotFoundError) or code == _NO_STACK:
        return ConfigError(
            f"the backend has no stack {stack}: {said}",
            remedy=f"`pulumi stack select --create {stack}` makes one; see PULUMI_BACKEND_URL and `pulumi whoami -v`",
        )
    if isinstance(error, ConcurrentUpdateError):
        return AcreeError(
            f"stack {stack} is locked: another update runs: {said}",
            remedy=f"wait for its end; if it was killed, `pulumi cancel --stack {stack}` frees the stack",
        )
    if code == _NO_LOGIN or "PULUMI_ACCESS_TOKEN" in said:
        return AccessError(
            f"the engine's backend wants a login: {said}",
            remedy="`pulumi login`, or set PULUMI_BACKEND_URL and what that backend needs, such as PULUMI_ACCESS_TOKEN",
        )
    return AcreeError(f"the checkpoint of stack {stack} cannot be read: {said}", remedy="see `pulumi whoami -v`")


def _said(result: str) -> tuple[str, int]:
    """The engine's error on one line, and its exit code, from the text that the Automation API makes of both."""
    head, _, errors = result.partition("\n stderr:")
    code = head.partition("code:")[2].split(maxsplit=1)
    lines = [line.strip().removeprefix("error:").strip() for line in errors.splitlines() if line.strip()]
    return " ".join(lines) or "it gave no reason", int(code[0]) if code and code[0].isdigit() else 0
