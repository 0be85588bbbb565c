"""Linking and building with a stand-in for Go, which writes small programs in no time."""

import fcntl
import os
import shutil
import threading
from pathlib import Path

import pytest

from acree_toolchain.builder import build
from acree_toolchain.errors import ToolchainError
from acree_toolchain.layout import TOOLCHAIN, Layout
from acree_toolchain.parts import ALICLOUD, CRANE, PARTS, PULUMI
from tests.toolchain.fakes import GO, program, says


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Gives an empty cache folder."""
    return Layout(tmp_path / "cache/0123")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Gives a PATH with nothing but the stand-in for Go, and the shell's printf, rm and chmod."""
    folder = tmp_path / "path"
    program(folder, "go", GO)
    chmod = shutil.which("chmod")
    assert chmod is not None
    (folder / "chmod").symlink_to(chmod)
    says(tmp_path / "module/python/cmd", "pulumi-language-python-exec", "exec")
    return {"PATH": str(folder), "FAKE_LOG": str(tmp_path / "log"), "FAKE_MODULE": str(tmp_path / "module")}


def _built(environ: dict[str, str]) -> list[str]:
    """Lists the packages that Go was asked to build, in order."""
    log = Path(environ["FAKE_LOG"])
    return [line.split()[-1] for line in log.read_text().splitlines()] if log.exists() else []


class TestBuild:
    """From nothing to everything, once."""

    def test_all_parts_from_nothing(self, layout: Layout, environ: dict[str, str]) -> None:
        build(layout, environ)
        assert layout.missing() == ()
        assert all(layout.is_built(part) for part in PARTS)
        assert _built(environ) == [part.package for part in PARTS]
        files = sorted(path.relative_to(layout.root).as_posix() for path in layout.root.rglob("*") if path.is_file())
        assert files == sorted(output for part in PARTS for output in part.outputs)

    def test_each_in_its_module_with_its_flags(self, layout: Layout, environ: dict[str, str]) -> None:
        build(layout, environ)
        lines = Path(environ["FAKE_LOG"]).read_text().splitlines()
        assert [line.split()[0] for line in lines] == [str(TOOLCHAIN / part.module) for part in PARTS]
        assert all("-mod=readonly -trimpath -buildvcs=false" in line for line in lines)
        assert "-tags osusergo,grpcnotrace" in lines[0]
        assert "Version=v3.259.0" in lines[0]

    def test_progress_names_each_part_and_its_time(
        self, layout: Layout, environ: dict[str, str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        build(layout, environ)
        said = capsys.readouterr().err
        assert f"Go 1.26.8 builds 7 of 7 parts into {layout.root}" in said
        assert "[4/7] building resource-alicloud 4.0.0" in said
        assert "[6/7] crane 0.22.1: built in 0 s" in said

    def test_second_time_nothing_is_run(
        self, layout: Layout, environ: dict[str, str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        build(layout, environ)
        capsys.readouterr()
        build(layout, {"PATH": ""})
        assert len(_built(environ)) == len(PARTS)
        assert "everything was built before" in capsys.readouterr().err


class TestInterrupted:
    """What was finished stays, what was not never looks finished."""

    def test_goes_on_after_a_failure(self, layout: Layout, environ: dict[str, str]) -> None:
        with pytest.raises(ToolchainError, match=r"building resource-alicloud 4\.0\.0 failed") as caught:
            build(layout, {**environ, "FAKE_BROKEN": "pulumi-resource-alicloud"})
        assert caught.value.exit_code == 1
        assert "cannot build" in str(caught.value)
        assert not (layout.root / ALICLOUD.output).exists()
        Path(environ["FAKE_LOG"]).unlink()
        build(layout, environ)
        assert _built(environ) == [part.package for part in PARTS[3:]]

    def test_failure_leaves_no_half_made_files(self, layout: Layout, environ: dict[str, str]) -> None:
        with pytest.raises(ToolchainError):
            build(layout, {**environ, "FAKE_BROKEN": "pulumi"})
        assert [path for path in layout.root.rglob("*") if path.is_file()] == []

    def test_lost_connection_is_tried_again(
        self, layout: Layout, environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        build(layout, {**environ, "FAKE_FLAKY": str(tmp_path / "network")})
        assert layout.missing() == ()
        assert _built(environ) == [PULUMI.package, *(part.package for part in PARTS)]
        assert "the network failed, so it is tried again" in capsys.readouterr().err

    def test_other_failures_are_not_tried_again(self, layout: Layout, environ: dict[str, str]) -> None:
        with pytest.raises(ToolchainError):
            build(layout, {**environ, "FAKE_BROKEN": "pulumi"})
        assert _built(environ) == [PULUMI.package]

    def test_leftovers_of_a_killed_build_are_removed(self, layout: Layout, environ: dict[str, str]) -> None:
        says(layout.root / ".building-abc/bin", "pulumi", "half")
        build(layout, environ)
        assert list(layout.root.glob(".building-*")) == []

    def test_lost_module_folder_is_told(self, layout: Layout, environ: dict[str, str]) -> None:
        with pytest.raises(ToolchainError, match=r"Go does not say where module .* lies"):
            build(layout, {**environ, "FAKE_MODULE": ""})
        assert not layout.is_built(PULUMI)


class TestInstalled:
    """Installed parts are linked, so that everything lies in one folder all the same."""

    def test_only_the_rest_is_built(self, tmp_path: Path, layout: Layout, environ: dict[str, str]) -> None:
        crane = says(tmp_path / "path", "crane", "0.23.0")
        build(layout, environ)
        assert CRANE.package not in _built(environ)
        assert (layout.root / CRANE.output).resolve() == crane
        assert layout.missing() == ()

    def test_no_go_is_needed_when_all_is_installed(self, tmp_path: Path, layout: Layout) -> None:
        folder = tmp_path / "usr"
        listed = '[{"name": "alicloud", "kind": "resource", "version": "4.0.0"}]'
        program(folder, "pulumi", f"case \"$1\" in version) echo v3.260.0 ;; plugin) echo '{listed}' ;; esac")
        for name, text in (("registry", "3.0.0"), ("crane", "0.22.1"), ("actionlint", "1.7.12")):
            says(folder, name, text)
        for name in ("pulumi-language-python", "pulumi-language-python-exec", "pulumi-language-yaml"):
            says(folder, name, name)
        says(tmp_path / "home" / Path(ALICLOUD.output).parent, "pulumi-resource-alicloud", "plugin")
        build(layout, {"PATH": str(folder), "PULUMI_HOME": str(tmp_path / "home")})
        assert layout.missing() == ()
        assert not any(layout.is_built(part) for part in PARTS)
        # The engine lists folders that are folders, so the plugin's folder must not be a link itself.
        assert not (layout.root / ALICLOUD.output).parent.is_symlink()

    def test_an_update_is_followed_and_a_removal_built(
        self, tmp_path: Path, layout: Layout, environ: dict[str, str]
    ) -> None:
        says(tmp_path / "path", "crane", "0.23.0")
        build(layout, environ)
        (tmp_path / "path/crane").unlink()
        assert layout.missing() == (CRANE,)
        build(layout, environ)
        assert layout.is_built(CRANE)

    def test_our_own_programs_on_path_are_not_linked_to_themselves(
        self, layout: Layout, environ: dict[str, str]
    ) -> None:
        says(layout.root / "bin", "crane", "0.22.1")
        path = os.pathsep.join((str(layout.programs), environ["PATH"]))
        build(layout, {**environ, "PATH": path})
        assert layout.is_built(CRANE)


class TestRefusals:
    """Nothing is begun that cannot be finished."""

    def test_no_go(self, layout: Layout) -> None:
        with pytest.raises(ToolchainError, match=r"Go 1\.26 or newer is needed"):
            build(layout, {"PATH": ""})

    def test_little_disk_is_told(
        self,
        layout: Layout,
        environ: dict[str, str],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        usage = shutil.disk_usage("/")
        monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=3 * 1024**3))
        build(layout, environ)
        assert "up to 10 GiB of disk, with Go's caches, and 3.0 GiB are free" in capsys.readouterr().err


class TestLock:
    """Two builds at once would fill the memory, and one of them would be for nothing."""

    def test_second_build_waits_and_then_finds_all_done(
        self, layout: Layout, environ: dict[str, str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        layout.root.mkdir(parents=True)
        with layout.lock_file.open("a") as held:
            fcntl.flock(held.fileno(), fcntl.LOCK_EX)
            second = threading.Thread(target=build, args=(layout, environ))
            second.start()
            second.join(0.2)
            assert second.is_alive()
            assert _built(environ) == []
        second.join(30)
        assert not second.is_alive()
        assert layout.missing() == ()
        assert "another build is running, waiting for it" in capsys.readouterr().err
