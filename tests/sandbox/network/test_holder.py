"""What is refused before anything is made; what a holder does is tried in tests/e2e/network."""

import os
from pathlib import Path

import pytest

from acree_sandbox.network import holder, inside
from acree_sandbox.network.holder import Holder, NetworkError, carries, tool_path


def script(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with stand-ins for the commands, and nothing else."""
    for name in ("unshare", "nsenter", "setsid", "ip", "nft"):
        script(tmp_path, name, "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(holder, "_ADMIN_FOLDERS", "")
    return tmp_path


def test_missing_commands_are_named_with_what_to_do(commands: Path) -> None:
    (commands / "ip").unlink()
    (commands / "nft").unlink()
    with pytest.raises(NetworkError, match=r"needs ip, nft, .* run: python3 toolchain/system\.py"):
        Holder(commands / "state")


def test_a_system_that_does_not_allow_it_is_one_sentence(commands: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(commands, "unshare", "echo 'unshare: unshare failed: Operation not permitted' >&2; exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(NetworkError, match="does not let users make network namespaces") as refused:
        Holder(commands / "state")
    said = str(refused.value)
    assert "Operation not permitted" in said
    assert "kernel.unprivileged_userns_clone=1" in said
    assert "\n" not in said


def test_root_tries_without_a_user_namespace(commands: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(commands, "unshare", 'echo "tried: $*" >&2; exit 1')
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(NetworkError, match="tried:") as refused:
        Holder(commands / "state")
    assert "--user" not in str(refused.value)


def test_administrators_folders_are_looked_at_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/opt/bin")
    assert tool_path().split(":")[0] == "/opt/bin"
    assert "/usr/sbin" in tool_path().split(":")
    monkeypatch.delenv("PATH")
    assert not tool_path().startswith(":")


def test_a_mark_is_one_whole_argument() -> None:
    assert carries(os.getpid(), "pytest") == (b"pytest" in Path("/proc/self/cmdline").read_bytes().split(b"\0"))
    assert not carries(os.getpid(), "acree-000000-")
    assert not carries(2**22 + 1, "anything")


def test_commands_inside_trust_the_sandbox_and_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/elsewhere")
    monkeypatch.setenv("KEPT", "1")
    found = inside.environment(Path("/ca.pem"), {"MORE": "2"})
    assert "HTTPS_PROXY" not in found
    assert "REQUESTS_CA_BUNDLE" not in found
    assert (found["KEPT"], found["MORE"], found["SSL_CERT_FILE"]) == ("1", "2", "/ca.pem")
    assert "SSL_CERT_FILE" not in inside.environment(None)
