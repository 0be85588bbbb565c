"""Finding Go, and one clear sentence when there is none that will do."""

from pathlib import Path

import pytest

from acree_toolchain import golang
from acree_toolchain.errors import ToolchainError
from acree_toolchain.golang import find_go
from acree_toolchain.parts import ALICLOUD, CRANE, PARTS, REGISTRY
from tests.toolchain.fakes import program, says


def _refusal(environ: dict[str, str], *parts: object) -> str:
    with pytest.raises(ToolchainError) as caught:
        find_go(environ, parts or PARTS)  # type: ignore[arg-type]  # a test hands over parts only
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_new_enough(tmp_path: Path) -> None:
    path = says(tmp_path, "go", "go version go1.27.1 linux/arm64")
    go = find_go({"PATH": str(tmp_path), "GOFLAGS": "-mod=vendor", "GOPROXY": "off"}, PARTS)
    assert (go.program, go.version) == (path, "1.27.1")
    assert "-mod=readonly" in go.environ["GOFLAGS"]
    assert "-mod=vendor" not in go.environ["GOFLAGS"]
    assert go.environ["CGO_ENABLED"] == "0"
    assert go.environ["GOPROXY"] == "off"


class TestRefusals:
    """The sentence names what is wanted, what was found, and both ways out."""

    def test_no_go(self) -> None:
        text = _refusal({"PATH": ""})
        assert text.startswith(
            "Go 1.26 or newer is needed to build pulumi, pulumi-language-python, pulumi-language-yaml,"
        )
        assert "no `go` on PATH" in text
        assert "install Pulumi 3.259.0 or newer" in text
        assert "`pulumi plugin install resource alicloud 4.0.0`" in text

    def test_pulumi_is_no_way_out_when_it_is_there(self) -> None:
        text = _refusal({"PATH": ""}, REGISTRY, CRANE)
        assert "needed to build registry, crane" in text
        assert "Pulumi" not in text

    def test_too_old(self, tmp_path: Path) -> None:
        path = says(tmp_path, "go", "go version go1.19.8 linux/amd64")
        assert f"but {path} is Go 1.19.8" in _refusal({"PATH": str(tmp_path)})

    def test_too_old_and_cannot_fetch_a_newer_one(self, tmp_path: Path) -> None:
        program(tmp_path, "go", "echo 'go: download go1.26.0 for linux/amd64: no route to host' >&2; exit 1")
        assert "says “go: download go1.26.0 for linux/amd64: no route to host”" in _refusal({"PATH": str(tmp_path)})

    def test_says_nothing(self, tmp_path: Path) -> None:
        program(tmp_path, "go", "exit 0")
        assert "says “nothing”" in _refusal({"PATH": str(tmp_path)})


class TestMemory:
    """The plugin is the one part that small machines cannot build; they are told before, not after."""

    def test_little_memory_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(golang, "_available_memory", lambda _: 2 * 1024**3)
        golang._warn_of_little_memory(ALICLOUD)
        assert "takes 6.5 GiB of memory to build and 2.0 GiB are free" in capsys.readouterr().err

    @pytest.mark.parametrize("available", [None, 8 * 1024**3])
    def test_enough_or_unknown_is_not(
        self, available: int | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(golang, "_available_memory", lambda _: available)
        golang._warn_of_little_memory(ALICLOUD)
        assert capsys.readouterr().err == ""

    def test_kernels_table_is_read(self, tmp_path: Path) -> None:
        table = tmp_path / "meminfo"
        table.write_text("MemTotal:       24000000 kB\nMemFree:         1000000 kB\nMemAvailable:   18000000 kB\n")
        assert golang._available_memory(table) == 18_000_000 * 1024

    def test_kernel_without_a_table(self, tmp_path: Path) -> None:
        assert golang._available_memory(tmp_path / "none") is None
        (tmp_path / "odd").write_text("MemTotal: 1 kB\n")
        assert golang._available_memory(tmp_path / "odd") is None
