"""`acree-sandbox site`: what it refuses, and what it asks the sandbox for."""

import argparse
from pathlib import Path

import pytest

from acree_sandbox.cli import process, site
from acree_sandbox.core.errors import SandboxError


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Calls of a sandbox that runs."""
    calls: list[tuple[object, ...]] = []

    def ask(_found: object, method: str, path: str, body: object) -> dict[str, list[str]]:
        calls.append((method, path, body))
        return {"loaded": ["nftables"], "left": ["cisco-ios-xe"]}

    monkeypatch.setattr(process, "need_running", lambda _folder: {})
    monkeypatch.setattr(site, "ask", ask)
    return calls


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    site.arguments(parser)
    return argparse.Namespace(**vars(parser.parse_args(words)), state=Path("state"))


def test_a_folder_is_loaded(
    asked: list[tuple[object, ...]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site.run(options("load", "hq", str(tmp_path))) == 0
    assert asked == [("POST", "site", {"site": "hq", "folder": str(tmp_path.resolve())})]
    assert capsys.readouterr().out.splitlines() == [
        "loaded onto the device of hq: nftables",
        "left, since they are for other devices: cisco-ios-xe",
    ]


def test_it_is_taken_off(asked: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run(options("unload", "hq")) == 0
    assert asked == [("DELETE", "site", {"site": "hq"})]
    assert "nothing is loaded" in capsys.readouterr().out


def test_loading_needs_a_folder(asked: list[tuple[object, ...]]) -> None:
    with pytest.raises(SandboxError, match="wanted a folder"):
        site.run(options("load", "hq"))
    assert asked == []
