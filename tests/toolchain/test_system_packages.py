"""System commands: checked, installed where that is allowed, else named with the command that installs them."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from acree_toolchain import system_packages
from acree_toolchain.errors import ToolchainError
from acree_toolchain.system_packages import COMMANDS, SystemCommand, install, missing
from tests.toolchain.fakes import program, says

BY_NAME = {command.name: command for command in COMMANDS}
DOCKER_REGISTRY, IP, NAMED, NFT, PING, SKOPEO, TCPDUMP = (
    BY_NAME[name] for name in ("docker-registry", "ip", "named", "nft", "ping", "skopeo", "tcpdump")
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Gives the only folder in which commands are looked up."""
    monkeypatch.setattr(system_packages, "_ADMIN_FOLDERS", ())
    monkeypatch.setattr(system_packages, "_UNITS", tmp_path / "units")
    moved = (replace(each, file=str(tmp_path / Path(each.file).name)) if each.file else each for each in COMMANDS)
    monkeypatch.setattr(system_packages, "COMMANDS", tuple(moved))
    return tmp_path


def _apt(folder: Path, exit_code: int = 0) -> Path:
    """Writes an apt-get that notes what it was asked; gives the notes' file."""
    log = folder / "asked"
    program(
        folder,
        "apt-get",
        f'echo "$DEBIAN_FRONTEND $RUNLEVEL $*" >> "{log}"; echo "E: no such package"; exit {exit_code}',
    )
    return log


def _names(commands: Iterable[SystemCommand]) -> set[str]:
    return {command.name for command in commands}


class TestMissing:
    """Which commands are not there."""

    def test_none_is_there(self, folder: Path) -> None:
        assert _names(missing({"PATH": str(folder)})) == set(BY_NAME)

    def test_some_are_there(self, folder: Path) -> None:
        says(folder, "ip", "")
        says(folder, "ping", "")
        (folder / "libstrongswan-openssl.so").touch()
        assert _names(missing({"PATH": str(folder)})) == set(BY_NAME) - {"ip", "ping", "charon's openssl"}

    def test_administrators_folders_count(self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        says(tmp_path / "sbin", "nft", "")
        monkeypatch.setattr(system_packages, "_ADMIN_FOLDERS", (str(tmp_path / "sbin"),))
        assert NFT not in missing({"PATH": str(folder)})


class TestInstall:
    """Root installs; others are told how."""

    def test_root_updates_once_and_installs(self, folder: Path) -> None:
        log = _apt(folder)
        install([PING, NFT], {"PATH": str(folder)}, is_root=True)
        assert log.read_text().splitlines() == [
            "noninteractive 1 update",
            "noninteractive 1 install -y --no-install-recommends iputils-ping nftables",
        ]

    def test_others_get_the_exact_command(self, folder: Path) -> None:
        log = _apt(folder)
        with pytest.raises(ToolchainError) as caught:
            install([TCPDUMP], {"PATH": str(folder)}, is_root=False)
        assert "tcpdump (shows which link a packet took)" in str(caught.value)
        line = "`sudo apt-get update && sudo apt-get install -y --no-install-recommends tcpdump`"
        assert line in str(caught.value)
        assert caught.value.exit_code == 2
        assert not log.exists()

    def test_services_of_daemons_are_masked_first(self, folder: Path) -> None:
        units = folder / "units"
        program(folder, "apt-get", f'ls "{units}" >> "{folder / "asked"}"')
        install([NAMED, SKOPEO, DOCKER_REGISTRY], {"PATH": f"{folder}:/bin"}, is_root=True)
        assert (folder / "asked").read_text().split() == ["docker-registry.service", "named.service"] * 2
        assert {link.readlink() for link in units.iterdir()} == {Path("/dev/null")}

    def test_a_service_that_somebody_has_set_up_is_left(self, folder: Path) -> None:
        _apt(folder)
        (folder / "units").mkdir()
        unit = folder / "units" / "named.service"
        unit.write_text("mine")
        install([NAMED], {"PATH": str(folder)}, is_root=True)
        assert unit.read_text() == "mine"

    def test_others_mask_them_too(self, folder: Path) -> None:
        _apt(folder)
        with pytest.raises(ToolchainError) as caught:
            install([NAMED, DOCKER_REGISTRY], {"PATH": str(folder)}, is_root=False)
        assert "`sudo systemctl mask docker-registry.service named.service && sudo apt-get update" in str(caught.value)
        assert not (folder / "units").exists()

    def test_without_apt_the_packages_are_named(self, folder: Path) -> None:
        with pytest.raises(ToolchainError, match="Debian calls the packages iproute2, nftables"):
            install([IP, NFT], {"PATH": str(folder)}, is_root=True)

    def test_failure_of_apt_is_quoted(self, folder: Path) -> None:
        _apt(folder, exit_code=100)
        with pytest.raises(ToolchainError, match="apt-get update failed with exit code 100") as caught:
            install([IP], {"PATH": str(folder)}, is_root=True)
        assert "E: no such package" in str(caught.value)


class TestMain:
    """The whole command."""

    def test_all_there(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        for command in system_packages.COMMANDS:
            says(folder, Path(command.file).name or command.name, "")
        monkeypatch.setenv("PATH", str(folder))
        assert system_packages.main() == 0
        assert f"system commands are there: {', '.join(BY_NAME)}" in capsys.readouterr().err

    @pytest.mark.parametrize("user", [0, 1000])
    def test_missing(
        self, folder: Path, user: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        log = _apt(folder)
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.setattr("os.geteuid", lambda: user)
        assert system_packages.main() == (0 if user == 0 else 2)
        assert log.exists() is (user == 0)
        assert ("run `sudo systemctl mask" in capsys.readouterr().err) is (user != 0)


def test_table_names_each_command_and_package_once() -> None:
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    assert all(command.purpose for command in COMMANDS)
