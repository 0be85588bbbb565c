"""What of a folder of rendered files is loaded onto a device, and in which order."""

from pathlib import Path

import pytest

from acree_sandbox.services.devices.loading import LONGEST_PATH, DeviceError, families_in, load


class Noting:
    """A device that notes what is done on it."""

    def __init__(self, fails: str = "") -> None:
        self.done: list[tuple[str, ...]] = []
        self._fails = fails

    def run(self, *command: str) -> None:
        if self._fails and self._fails in command:
            raise DeviceError(f"{' '.join(command)} fails")
        self.done.append(command)

    def route(self, configuration: str) -> None:
        self.done.append(("frr", configuration))


def rendered(folder: Path, *families: str) -> Path:
    """A folder with the files of families."""
    files = {
        "nftables": ("hq.nft", "table inet acree_hq {}"),
        "iproute2": ("hq-routes.sh", "true"),
        "frr": ("hq.conf", "router bgp 65530"),
        "strongswan-userspace": ("up.sh", f"STRONGSWAN_CONF={folder}/strongswan-userspace/hq-1/strongswan.conf\n"),
        "cisco-ios-xe": ("device.cfg", "hostname hq"),
    }
    for family in families:
        (folder / family).mkdir(parents=True)
        name, text = files[family]
        (folder / family / name).write_text(text)
    return folder


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a short path."""
    return tmp_path_factory.mktemp("hq")


def test_packet_filters_come_first_and_tunnels_last(folder: Path) -> None:
    rendered(folder, "strongswan-userspace", "frr", "iproute2", "nftables")
    device = Noting()
    found = load(device, folder)
    assert list(found.loaded) == ["nftables", "iproute2", "frr", "strongswan-userspace"]
    assert [command[0] for command in device.done] == ["nft", "sh", "frr", "sh"]
    assert device.done[2] == ("frr", "router bgp 65530")
    assert device.done[3] == ("sh", str(folder / "strongswan-userspace" / "up.sh"))


def test_families_of_other_devices_are_left_and_named(folder: Path) -> None:
    rendered(folder, "cisco-ios-xe", "nftables")
    found = families_in(folder)
    assert (list(found.loaded), found.left) == (["nftables"], ("cisco-ios-xe",))


def test_the_folder_of_one_family_is_taken_too(folder: Path) -> None:
    rendered(folder, "nftables")
    assert list(families_in(folder / "nftables").loaded) == ["nftables"]


@pytest.mark.parametrize("family", ["nftables", "iproute2", "frr", "strongswan-userspace"])
def test_an_empty_folder_is_refused(folder: Path, family: str) -> None:
    (folder / family).mkdir()
    with pytest.raises(DeviceError, match="render"):
        load(Noting(), folder)


def test_what_is_no_folder_of_rendered_files_is_refused(folder: Path) -> None:
    with pytest.raises(DeviceError, match="holds none of nftables"):
        families_in(folder)
    with pytest.raises(DeviceError, match="wanted a folder"):
        families_in(folder / "x")


def test_files_for_another_place_are_refused(folder: Path) -> None:
    rendered(folder, "strongswan-userspace")
    script = folder / "strongswan-userspace" / "up.sh"
    script.write_text("STRONGSWAN_CONF=/etc/acree/hq-1/strongswan.conf\n")
    with pytest.raises(DeviceError, match="was rendered for /etc/acree"):
        load(Noting(), folder)


def test_a_folder_with_a_long_path_is_refused(folder: Path) -> None:
    """Sockets lie in it."""
    deep = folder / ("x" * LONGEST_PATH)
    rendered(deep, "strongswan-userspace")
    with pytest.raises(DeviceError, match="too long for sockets"):
        load(Noting(), deep)


def test_a_device_that_refuses_stops_the_loading(folder: Path) -> None:
    rendered(folder, "nftables", "iproute2")
    device = Noting(fails="nft")
    with pytest.raises(DeviceError, match="nft -f"):
        load(device, folder)
    assert device.done == []
