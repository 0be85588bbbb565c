"""The name and the content of the cache folder."""

import shutil
from pathlib import Path

import pytest

from acree_toolchain.layout import TOOLCHAIN, Layout, cache_folder, current, digest, pinned_files
from acree_toolchain.parts import CRANE, PARTS, PULUMI
from tests.toolchain.fakes import says


@pytest.fixture
def toolchain(tmp_path: Path) -> Path:
    """Copies the pinned files, so that a test can change them."""
    copy = tmp_path / "toolchain"
    for path in pinned_files(TOOLCHAIN):
        target = copy / path.relative_to(TOOLCHAIN)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return copy


def test_pinned_files_are_all_that_decide_what_is_built() -> None:
    names = [path.relative_to(TOOLCHAIN).as_posix() for path in pinned_files(TOOLCHAIN)]
    for module in ("pulumi", "language-python", "language-yaml", "alicloud", "registry"):
        assert {f"{module}/go.mod", f"{module}/go.sum"} <= set(names)
    assert "alicloud/cmd/pulumi-resource-alicloud/main.go" in names
    assert "alicloud/cmd/pulumi-resource-alicloud/tokens.json" in names
    assert "acree_toolchain/parts.py" in names
    assert len(names) == len(set(names))


class TestDigest:
    """A toolchain is named by its content, so two checkouts share it and a change never meets an old build."""

    def test_same_files_elsewhere_give_the_same_name(self, toolchain: Path) -> None:
        assert digest(toolchain) == digest(TOOLCHAIN) == digest()

    @pytest.mark.parametrize(
        "name", ["pulumi/go.mod", "registry/go.sum", "alicloud/cmd/pulumi-resource-alicloud/tokens.json"]
    )
    def test_a_changed_file_gives_another_name(self, toolchain: Path, name: str) -> None:
        before = digest(toolchain)
        with (toolchain / name).open("a") as file:
            file.write("\n")
        assert digest(toolchain) != before

    def test_a_new_source_file_gives_another_name(self, toolchain: Path) -> None:
        before = digest(toolchain)
        (toolchain / "alicloud/cmd/pulumi-resource-alicloud/more.go").write_text("package main\n")
        assert digest(toolchain) != before

    def test_text_moved_between_files_gives_another_name(self, toolchain: Path) -> None:
        before = digest(toolchain)
        modules, sums = toolchain / "pulumi/go.mod", toolchain / "pulumi/go.sum"
        text = modules.read_text()
        modules.write_text(text[:-1])
        sums.write_text(text[-1] + sums.read_text())
        assert digest(toolchain) != before

    def test_other_files_do_not_matter(self, toolchain: Path) -> None:
        before = digest(toolchain)
        (toolchain / "acree_toolchain/cli.py").write_text("")
        assert digest(toolchain) == before

    def test_processors_do_not_share_programs(self) -> None:
        assert digest(machine="x86_64") != digest(machine="aarch64")

    def test_it_is_a_short_file_name(self) -> None:
        assert len(digest()) == 16
        assert int(digest(), 16) >= 0


class TestCacheFolder:
    """The XDG rules: the variable when it is absolute, else `~/.cache`."""

    def test_configured(self) -> None:
        assert cache_folder({"XDG_CACHE_HOME": "/var/cache/me"}) == Path("/var/cache/me/acree")

    @pytest.mark.parametrize("environ", [{}, {"XDG_CACHE_HOME": ""}, {"XDG_CACHE_HOME": "relative"}])
    def test_default(self, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", "/home/someone")
        assert cache_folder(environ) == Path("/home/someone/.cache/acree")

    def test_current_is_named_by_the_digest(self) -> None:
        layout = current({"XDG_CACHE_HOME": "/var/cache"})
        assert layout.root == Path("/var/cache/acree") / digest()
        assert layout.programs == layout.root / "bin"
        assert layout.lock_file == Path("/var/cache/acree/build.lock")


class TestLayout:
    """Built here, linked from elsewhere, or not there."""

    def test_empty(self, tmp_path: Path) -> None:
        layout = Layout(tmp_path)
        assert layout.missing() == PARTS
        assert not layout.is_built(CRANE)

    def test_built(self, tmp_path: Path) -> None:
        says(tmp_path / "bin", "crane", "built")
        assert Layout(tmp_path).is_built(CRANE)
        assert CRANE not in Layout(tmp_path).missing()

    def test_linked_is_ready_but_not_built(self, tmp_path: Path) -> None:
        installed = says(tmp_path / "elsewhere", "crane", "installed")
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/crane").symlink_to(installed)
        assert Layout(tmp_path).is_ready(CRANE)
        assert not Layout(tmp_path).is_built(CRANE)

    def test_link_to_a_removed_program_is_not_ready(self, tmp_path: Path) -> None:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/crane").symlink_to(tmp_path / "gone")
        assert not Layout(tmp_path).is_ready(CRANE)

    def test_half_a_part_is_not_built(self, tmp_path: Path) -> None:
        says(tmp_path / "bin", "pulumi", "built")
        assert not Layout(tmp_path).is_built(PULUMI)
        assert not Layout(tmp_path).is_ready(PULUMI)
