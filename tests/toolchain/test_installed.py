"""Which installed programs are accepted in place of a build."""

import json
import os
from pathlib import Path

import pytest

from acree_toolchain.installed import Machine, find
from acree_toolchain.parts import ACTIONLINT, ALICLOUD, CRANE, LANGUAGE_HOST, PULUMI, REGISTRY, YAML_HOST
from tests.toolchain.fakes import program, says

PLUGIN = {"name": "alicloud", "kind": "resource", "version": "4.0.0", "size": 1}


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Gives a folder on PATH."""
    folder = tmp_path / "usr"
    folder.mkdir()
    return folder


@pytest.fixture
def machine(tmp_path: Path, installed: Path) -> Machine:
    """Gives a machine whose PATH is one folder."""
    environ = {"PATH": str(installed), "PULUMI_HOME": str(tmp_path / "home")}
    return Machine(environ, tmp_path / "cache")


def _engine(folder: Path, version: str, plugins: str = "[]") -> None:
    program(folder, "pulumi", f"case \"$1\" in version) echo 'v{version}' ;; plugin) echo '{plugins}' ;; esac")
    says(folder, "pulumi-language-python", "host")
    says(folder, "pulumi-language-python-exec", "exec")


def _plugin(machine: Machine) -> Path:
    return says(
        Path(machine.environ["PULUMI_HOME"]) / Path(ALICLOUD.output).parent, "pulumi-resource-alicloud", "plugin"
    )


@pytest.mark.parametrize(
    "part", [PULUMI, LANGUAGE_HOST, YAML_HOST, ALICLOUD, REGISTRY, CRANE, ACTIONLINT], ids=lambda part: part.name
)
def test_nothing_installed(machine: Machine, part: object) -> None:
    assert find(part, machine) is None  # type: ignore[arg-type]  # parametrize has no types


def test_empty_path_finds_nothing_not_even_the_systems_programs(tmp_path: Path) -> None:
    assert Machine({}, tmp_path).which("sh") is None


class TestEngine:
    """The engine and its language host are only used together: a mixed pair was never tried."""

    @pytest.mark.parametrize("version", ["3.259.0", "3.300.2", "4.0.0"])
    def test_new_enough(self, machine: Machine, installed: Path, version: str) -> None:
        _engine(installed, version)
        found = find(PULUMI, machine)
        assert found is not None
        assert found.version == version
        assert found.links == {
            "bin/pulumi": installed / "pulumi",
            "bin/pulumi-language-python-exec": installed / "pulumi-language-python-exec",
        }
        host = find(LANGUAGE_HOST, machine)
        assert host is not None
        assert host.links == {"bin/pulumi-language-python": installed / "pulumi-language-python"}

    @pytest.mark.parametrize("version", ["3.258.0", "3.99.0", "not a number"])
    def test_too_old(self, machine: Machine, installed: Path, version: str) -> None:
        _engine(installed, version)
        assert find(PULUMI, machine) is None
        assert find(LANGUAGE_HOST, machine) is None

    @pytest.mark.parametrize("absent", ["pulumi-language-python", "pulumi-language-python-exec"])
    def test_without_its_language_host(self, machine: Machine, installed: Path, absent: str) -> None:
        _engine(installed, "3.300.0")
        (installed / absent).unlink()
        assert find(PULUMI, machine) is None
        assert find(LANGUAGE_HOST, machine) is None

    def test_that_fails(self, machine: Machine, installed: Path) -> None:
        _engine(installed, "3.300.0")
        program(installed, "pulumi", "echo v3.300.0; exit 1")
        assert find(PULUMI, machine) is None

    def test_that_was_built_by_us_is_not_an_installed_one(self, tmp_path: Path) -> None:
        folder = tmp_path / "cache/0123/bin"
        _engine(folder, "3.300.0")
        machine = Machine({"PATH": os.pathsep.join((str(folder), ""))}, tmp_path / "cache")
        assert find(PULUMI, machine) is None


class TestYamlHost:
    """It comes with an engine and tells no version of its own."""

    def test_beside_an_engine(self, machine: Machine, installed: Path) -> None:
        _engine(installed, "3.300.2")
        path = says(installed, "pulumi-language-yaml", "host")
        found = find(YAML_HOST, machine)
        assert found is not None
        assert found.version == "of engine 3.300.2"
        assert found.links == {YAML_HOST.output: path}

    def test_an_engine_without_it(self, machine: Machine, installed: Path) -> None:
        _engine(installed, "3.300.2")
        assert find(PULUMI, machine) is not None
        assert find(YAML_HOST, machine) is None

    def test_beside_an_engine_that_is_too_old(self, machine: Machine, installed: Path) -> None:
        _engine(installed, "3.258.0")
        says(installed, "pulumi-language-yaml", "host")
        assert find(YAML_HOST, machine) is None

    def test_alone(self, machine: Machine, installed: Path) -> None:
        says(installed, "pulumi-language-yaml", "host")
        assert find(YAML_HOST, machine) is None


class TestPlugin:
    """The engine runs exactly the plugin version that the Python package names."""

    def test_installed(self, machine: Machine, installed: Path) -> None:
        _engine(installed, "3.300.0", json.dumps([PLUGIN]))
        path = _plugin(machine)
        found = find(ALICLOUD, machine)
        assert found is not None
        assert found.version == "4.0.0"
        assert found.links == {ALICLOUD.output: path}

    @pytest.mark.parametrize(
        "listed",
        [
            {**PLUGIN, "version": "3.109.0"},
            {**PLUGIN, "version": "4.1.0"},
            {**PLUGIN, "name": "aws"},
            {**PLUGIN, "kind": "analyzer"},
            {},
        ],
    )
    def test_another_plugin_does_not_do(self, machine: Machine, installed: Path, listed: dict[str, object]) -> None:
        _engine(installed, "3.300.0", json.dumps([listed]))
        _plugin(machine)
        assert find(ALICLOUD, machine) is None

    def test_listed_but_not_there(self, machine: Machine, installed: Path) -> None:
        _engine(installed, "3.300.0", json.dumps([PLUGIN]))
        assert find(ALICLOUD, machine) is None

    @pytest.mark.parametrize("answer", ["", "error: no backend", "[]"])
    def test_engine_that_lists_nothing(self, machine: Machine, installed: Path, answer: str) -> None:
        _engine(installed, "3.300.0", answer)
        _plugin(machine)
        assert find(ALICLOUD, machine) is None

    def test_home_is_the_users_when_none_is_set(
        self, tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        _engine(installed, "3.300.0", json.dumps([PLUGIN]))
        path = says(tmp_path / ".pulumi" / Path(ALICLOUD.output).parent, "pulumi-resource-alicloud", "plugin")
        found = find(ALICLOUD, Machine({"PATH": str(installed)}, tmp_path / "cache"))
        assert found is not None
        assert found.links[ALICLOUD.output] == path


class TestRegistryPrograms:
    """A registry and its client, each on its own."""

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            ("registry github.com/distribution/distribution/v3 v3.0.0", "3.0.0"),
            ("/opt/tools-1.2/registry github.com/distribution/distribution/v3 v3.1.4+unknown", "3.1.4"),
            ("registry github.com/docker/distribution v2.8.2", None),
            ("", None),
        ],
    )
    def test_registry(self, machine: Machine, installed: Path, answer: str, expected: str | None) -> None:
        path = says(installed, "registry", answer)
        found = find(REGISTRY, machine)
        assert (found.version if found else None) == expected
        assert found is None or found.links == {"bin/registry": path}

    @pytest.mark.parametrize(("answer", "expected"), [("0.22.1", "0.22.1"), ("v0.23.0", "0.23.0"), ("0.20.9", None)])
    def test_crane(self, machine: Machine, installed: Path, answer: str, expected: str | None) -> None:
        says(installed, "crane", answer)
        found = find(CRANE, machine)
        assert (found.version if found else None) == expected

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            (
                "1.7.12\ninstalled by downloading from release page\nbuilt with go1.26.8 compiler for linux/amd64",
                "1.7.12",
            ),
            ("v1.8.0\ninstalled by building from source", "1.8.0"),
            ("1.7.11\nbuilt with go1.26.8", None),
        ],
    )
    def test_actionlint_tells_its_version_first(
        self, machine: Machine, installed: Path, answer: str, expected: str | None
    ) -> None:
        says(installed, "actionlint", answer)
        found = find(ACTIONLINT, machine)
        assert (found.version if found else None) == expected
