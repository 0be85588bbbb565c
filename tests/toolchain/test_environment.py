"""The variables under which everything is found."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from acree_toolchain.environment import shell_lines, variables
from acree_toolchain.errors import ToolchainError
from acree_toolchain.layout import Layout
from acree_toolchain.parts import PARTS
from tests.toolchain.fakes import says


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Gives a cache folder with every part, under a name that a shell would split."""
    root = tmp_path / "my cache's folder"
    for part in PARTS:
        for output in part.outputs:
            path = root / output
            says(path.parent, path.name, path.name)
    return Layout(root)


def test_values_are_whole(layout: Layout) -> None:
    assert variables(layout, {"PATH": "/usr/bin:/bin", "OTHER": "x"}) == {
        "PATH": f"{layout.root}/bin:/usr/bin:/bin",
        "PULUMI_HOME": str(layout.root),
        "PULUMI_PARALLEL": "32",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }


def test_a_wanted_parallelism_stays(layout: Layout) -> None:
    assert variables(layout, {"PULUMI_PARALLEL": "4"})["PULUMI_PARALLEL"] == "4"


def test_empty_path_is_not_extended_by_the_current_folder(layout: Layout) -> None:
    assert variables(layout, {})["PATH"] == f"{layout.root}/bin"


def test_plugin_lies_in_the_engines_home(layout: Layout) -> None:
    home = Path(variables(layout, {})["PULUMI_HOME"])
    assert os.access(home / "plugins/resource-alicloud-v4.0.0/pulumi-resource-alicloud", os.X_OK)


@pytest.mark.parametrize("path", ["/usr/bin:/bin", ""])
def test_a_shell_reads_the_lines_as_the_same_values(layout: Layout, path: str) -> None:
    environ = {"PATH": path}
    names = list(variables(layout, environ))
    printed = "; ".join(f'printf "%s\\n" "${name}"' for name in names)
    script = "\n".join([*shell_lines(layout, environ), printed])
    answer = subprocess.run(["/bin/sh", "-c", script], env=environ, capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines() == list(variables(layout, environ).values())


def test_lines_are_exports(layout: Layout) -> None:
    for line in shell_lines(layout, {}):
        assert shlex.split(line)[0] == "export"


def test_missing_part_names_the_command_to_run(layout: Layout) -> None:
    (layout.root / "bin/crane").unlink()
    (layout.root / "bin/registry").unlink()
    with pytest.raises(ToolchainError, match=r"lacks registry, crane in .*: run `make toolchain` first"):
        variables(layout, {})
