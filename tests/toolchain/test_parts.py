"""The table of parts against the pinned files that it names."""

import re

import pytest

from acree_toolchain.layout import TOOLCHAIN
from acree_toolchain.parts import ALICLOUD, GO_VERSION, PARTS, PULUMI, Part
from acree_toolchain.versions import at_least

MODULES = sorted({part.module for part in PARTS})


def _go_mod(module: str) -> str:
    return (TOOLCHAIN / module / "go.mod").read_text()


def test_names_and_programs_are_unique() -> None:
    assert len({part.name for part in PARTS}) == len(PARTS)
    outputs = [output for part in PARTS for output in part.outputs]
    assert len(set(outputs)) == len(outputs)


@pytest.mark.parametrize("module", MODULES)
def test_no_module_needs_a_newer_go_than_the_message_says(module: str) -> None:
    match = re.search(r"^go (\S+)$", _go_mod(module), re.MULTILINE)
    assert match is not None
    assert at_least(f"{GO_VERSION}.0", match[1])


@pytest.mark.parametrize(
    "part", [part for part in PARTS if part.package.startswith("github.com/")], ids=lambda p: p.name
)
def test_versions_are_those_that_the_module_file_pins(part: Part) -> None:
    pinned = re.findall(r"(github\.com/\S+) v(\S+)", _go_mod(part.module))
    versions = {version for module, version in pinned if part.package.startswith(f"{module}/")}
    assert part.version in versions


def test_engine_tells_its_own_version() -> None:
    assert f"=v{PULUMI.version}" in " ".join(PULUMI.linker_flags)


def test_plugin_lies_where_the_engine_looks_for_its_version() -> None:
    assert ALICLOUD.output == f"plugins/resource-alicloud-v{ALICLOUD.version}/pulumi-resource-alicloud"
    source = (TOOLCHAIN / "alicloud/cmd/pulumi-resource-alicloud/main.go").read_text()
    assert f'const version = "{ALICLOUD.version}"' in source


def test_plugin_is_the_one_that_the_locked_package_asks_for() -> None:
    lock = (TOOLCHAIN.parent / "uv.lock").read_text()
    assert f'name = "pulumi-alicloud"\nversion = "{ALICLOUD.version}"\n' in lock


def test_a_program_comes_after_the_files_that_it_needs() -> None:
    assert PULUMI.outputs == ("bin/pulumi-language-python-exec", "bin/pulumi")
