"""Agents run what they are given inside the host's namespace, end it in time, and leave nothing behind."""

from __future__ import annotations

import threading
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from acree_sandbox.api import load_services
from acree_sandbox.api.ecs.agents import Order, agents_of
from acree_sandbox.api.ecs.resources import CommandResult
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.running import Network
from acree_sandbox.services.cloud_assistant import LARGEST_OUTPUT, CloudAssistant
from tests.sandbox.network.worlds import cloud_of, two_regions

HOST = "i-two"
PATIENCE = 60.0
"""Seconds until something that must happen counts as not happened."""


class Place:
    """A running data plane with agents."""

    def __init__(self, cloud: Cloud, network: Network, folder: Path) -> None:
        self.cloud, self.network, self.folder = cloud, network, folder
        self.count = 0

    def start(self, script: str, seconds: float = PATIENCE, instance: str = HOST) -> str:
        """Begin a script as `RunCommand` does once it has been found to be the probe."""
        self.count += 1
        name = f"t-{self.count}/{instance}"
        agents = agents_of(self.cloud)
        assert agents
        with self.cloud.transaction():
            row = CommandResult(id=name, status="Pending", invocation=name, command="c", instance=instance)
            self.cloud.put(row)
            agents.start(Order(name, instance, script, seconds))
        return name

    def result(self, name: str) -> CommandResult:
        with self.cloud.transaction():
            return self.cloud.need(CommandResult, name, "x")

    def ended(self, name: str) -> CommandResult:
        until(lambda: self.result(name).status not in {"Pending", "Running"})
        return self.result(name)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    load_services()
    cloud = cloud_of(two_regions())
    folder = tmp_path / "commands"
    with Network(cloud, tmp_path / "network") as network, CloudAssistant(network, cloud, folder):
        yield Place(cloud, network, folder)


def output(row: CommandResult) -> str:
    return b64decode(row.output).decode()


class TestRun:
    def test_on_the_host_itself(self, place: Place) -> None:
        row = place.ended(place.start("ip -4 -o address show; echo done >&2"))
        shown = place.network.exec(HOST, ["ip", "-4", "-o", "address", "show"]).stdout
        assert "scope" in shown
        assert output(row) == f"{shown}done\n"
        assert (row.status, row.exit_code, row.error_code) == ("Success", 0, "")
        assert 0 < row.started_at <= row.finished_at

    def test_a_command_that_fails(self, place: Place) -> None:
        row = place.ended(place.start("echo no; exit 3"))
        assert (row.status, row.exit_code, row.error_code) == ("Failed", 3, "ExitCodeNonzero")
        assert output(row) == "no\n"

    def test_long_output_is_cut(self, place: Place) -> None:
        row = place.ended(place.start("head -c 30000 /dev/zero | tr '\\0' x"))
        assert (len(output(row)), row.dropped) == (LARGEST_OUTPUT, 30_000 - LARGEST_OUTPUT)

    def test_a_host_that_is_gone(self, place: Place) -> None:
        row = place.ended(place.start("echo", instance="i-none"))
        assert (row.status, row.error_code) == ("Error", "ExecutionException")
        assert "i-none" in row.error_info

    def test_many_at_once_and_nothing_is_left(self, place: Place) -> None:
        names = [place.start(f"echo {number}") for number in range(20)]
        assert [output(place.ended(name)) for name in names] == [f"{number}\n" for number in range(20)]
        assert list(place.folder.iterdir()) == []

    def test_the_script_is_its_owners_only(self, place: Place) -> None:
        row = place.ended(place.start('stat -c %a "$0"'))
        assert output(row) == "600\n"

    def test_a_call_that_was_refused_in_the_end(self, place: Place) -> None:
        agents = agents_of(place.cloud)
        assert agents
        mark = place.folder.parent / "mark"
        agents.start(Order("t-undone/i", HOST, f"touch {mark}", PATIENCE))
        place.ended(place.start("true"))
        assert not mark.exists()
        assert place.cloud.get(CommandResult, "t-undone/i") is None


class TestEnds:
    def test_in_time_with_all_that_it_started(self, place: Place) -> None:
        row = place.ended(place.start("echo begun; sleep 300 & sleep 300", seconds=1.0))
        assert (row.status, row.exit_code, row.error_code) == ("Timeout", None, "ExecutionTimeout")
        assert output(row) == "begun\n"
        assert sleepers(place.network) == 0

    def test_the_api_goes_on_meanwhile(self, place: Place) -> None:
        name = place.start("sleep 300", seconds=300)
        until(lambda: sleepers(place.network) == 1)
        assert place.ended(place.start("echo quick")).status == "Success"
        assert place.result(name).status == "Running"

    def test_with_the_agents(self, tmp_path: Path) -> None:
        cloud = cloud_of(two_regions())
        folder = tmp_path / "commands"
        with Network(cloud, tmp_path / "network") as network:
            with CloudAssistant(network, cloud, folder):
                place = Place(cloud, network, folder)
                name = place.start("sleep 300", seconds=300)
                until(lambda: sleepers(network) == 1)
            assert agents_of(cloud) is None
            row = place.result(name)
            assert (row.status, row.error_code) == ("Terminated", "ExecutionInterrupted")
            assert sleepers(network) == 0
            assert list(folder.iterdir()) == []
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("sandbox-agent")]

    def test_what_a_killed_sandbox_left_is_cleared(self, tmp_path: Path) -> None:
        cloud = cloud_of(two_regions())
        folder = tmp_path / "commands"
        folder.mkdir()
        (folder / "t-1.i.sh").write_text("id")
        cloud.put(CommandResult(id="t-1/i", status="Running", invocation="t-1", command="c", instance="i"))
        with Network(cloud, tmp_path / "network") as network, CloudAssistant(network, cloud, folder):
            assert cloud.need(CommandResult, "t-1/i", "x").status == "Terminated"
            assert list(folder.iterdir()) == []


def sleepers(network: Network) -> int:
    """How many `sleep 300` run in the data plane."""
    inside = Path(f"/proc/{network.holder.pid}/ns/pid").readlink()
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_inside = (process / "ns/pid").readlink() == inside
            count += is_inside and (process / "cmdline").read_bytes() == b"sleep\x00300\x00"
        except OSError:  # it has ended meanwhile, or is none of ours
            continue
    return count
