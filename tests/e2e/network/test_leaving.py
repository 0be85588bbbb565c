"""Nothing is left behind: after `down`, after a crash, after a kill; and a start cleans up what hangs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from acree_sandbox.api.cbn.resources import TransitRouterRouteEntry
from acree_sandbox.cli import process
from acree_sandbox.network.differ import Batch
from acree_sandbox.network.holder import HOLDER_FILE, Holder, NetworkError, carries, sweep
from acree_sandbox.network.running import Network
from tests.e2e.network.conftest import Building, answers
from tests.sandbox.network.worlds import cloud_of, two_regions


class Daemon:
    """A sandbox without registries, started and stopped by the command."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state"
        self.world = folder / "world.yaml"
        YAML().dump(two_regions(registries=[]), self.world)
        self.command("up", "--network", "--world", str(self.world))

    def command(self, *arguments: str) -> str:
        whole = [sys.executable, "-m", "acree_sandbox.cli.main", *arguments[:1], "--state", str(self.state)]
        done = subprocess.run([*whole, *arguments[1:]], check=True, capture_output=True, text=True)
        return done.stdout

    @property
    def pid(self) -> int:
        return int(str(process.need_running(self.state)["pid"]))

    def holder(self) -> tuple[int, str]:
        found = json.loads((self.state / "network" / HOLDER_FILE).read_text())
        return found["pid"], found["mark"]


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    started = Daemon(tmp_path)
    yield started
    process.stop(started.state)


def wait_until_gone(pid: int, mark: str) -> None:
    deadline = time.monotonic() + 5
    while carries(pid, mark):
        assert time.monotonic() < deadline, f"process {pid} stays"
        time.sleep(0.01)


def inside_of(pid: int) -> set[str]:
    """Processes that live in the namespaces of a holder."""
    wanted = Path(f"/proc/{pid}/ns/pid").readlink()
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if (path / "ns/pid").readlink() == wanted:
                found.add(path.name)
        except OSError:
            continue
    return found


def alive(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_command_runs_commands_on_hosts(daemon: Daemon) -> None:
    said = daemon.command("exec", "ecs2", "--", "ping", "-c", "1", "-W", "1", "10.0.0.1")
    assert "1 received" in said
    assert daemon.command("exec", "i-one", "--", "hostname", "-I").split() == ["10.0.0.1"]
    with pytest.raises(subprocess.CalledProcessError) as refused:
        daemon.command("exec", "ecs2", "--", "sh", "-c", "exit 7")
    assert refused.value.returncode == 7
    with pytest.raises(subprocess.CalledProcessError) as refused:
        daemon.command("exec", "ecs3", "--", "true")
    assert "found 'ecs3'; there are: ecs1, ecs2" in refused.value.stderr


def test_the_command_captures_packets(daemon: Daemon) -> None:
    whole = [sys.executable, "-m", "acree_sandbox.cli.main", "capture", "--state", str(daemon.state), "tr-client"]
    with subprocess.Popen([*whole, "-c", "2", "icmp"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as it:
        while it.poll() is None:
            daemon.command("exec", "ecs2", "--", "ping", "-c", "1", "-W", "1", "10.0.0.1")
        assert it.stdout
        lines = it.stdout.read().splitlines()
    assert len(lines) == 2
    assert all("172.16.0.1 > 10.0.0.1: ICMP echo request" in line for line in lines[:1])


def test_the_command_draws_the_world(daemon: Daemon) -> None:
    drawn = daemon.command("map")
    assert drawn.startswith("flowchart LR\n")
    assert "tr-service" in drawn


def test_down_leaves_nothing(daemon: Daemon) -> None:
    pid, mark = daemon.holder()
    inside = inside_of(pid)
    assert str(pid) in inside
    daemon.command("down")
    wait_until_gone(pid, mark)
    assert not any(alive(its) for its in inside)
    assert not (daemon.state / "network" / HOLDER_FILE).exists()


def test_a_killed_sandbox_leaves_nothing_and_starts_again(daemon: Daemon) -> None:
    pid, mark = daemon.holder()
    sleeping = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "acree_sandbox.cli.main",
            "exec",
            "--state",
            str(daemon.state),
            "ecs1",
            "--",
            "sleep",
            "60",
        ]
    )
    while len(inside_of(pid)) < 2:
        time.sleep(0.01)
    inside = inside_of(pid)
    os.kill(daemon.pid, signal.SIGKILL)
    wait_until_gone(pid, mark)
    assert sleeping.wait(5) != 0
    assert not any(alive(its) for its in inside)
    daemon.command("up", "--network")
    assert daemon.holder() != (pid, mark)
    assert "1 received" in daemon.command("exec", "ecs2", "--", "ping", "-c", "1", "10.0.0.1")


def test_a_holder_that_hangs_is_ended_by_the_next_start(daemon: Daemon) -> None:
    pid, mark = daemon.holder()
    os.kill(pid, signal.SIGSTOP)
    os.kill(daemon.pid, signal.SIGKILL)
    time.sleep(0.1)
    assert carries(pid, mark), "stopped, it cannot see that the sandbox is gone"
    daemon.command("up", "--network")
    wait_until_gone(pid, mark)
    assert "1 received" in daemon.command("exec", "ecs2", "--", "ping", "-c", "1", "10.0.0.1")


def test_a_sandbox_without_its_network_says_so(daemon: Daemon) -> None:
    daemon.command("down")
    daemon.command("up")
    for arguments, words in (
        (("exec", "ecs1", "--", "true"), "start it with: acree-sandbox up --network"),
        (("up", "--network"), "without its network"),
    ):
        with pytest.raises(subprocess.CalledProcessError) as refused:
            daemon.command(*arguments)
        assert words in refused.value.stderr


def test_only_a_process_with_the_mark_is_swept(tmp_path: Path) -> None:
    (tmp_path / HOLDER_FILE).write_text(json.dumps({"pid": os.getpid(), "mark": "acree-000000-"}))
    assert not sweep(tmp_path)
    assert not (tmp_path / HOLDER_FILE).exists()
    (tmp_path / HOLDER_FILE).write_text("{")
    assert not sweep(tmp_path)


def test_the_end_of_the_holder_is_said(build: Building) -> None:
    cloud, network = build(two_regions())
    os.kill(network.holder.pid, signal.SIGKILL)
    cloud.put(TransitRouterRouteEntry(id="r", table="vtb-tr-client", destination="100.97.0.0/24", hop="att-peer"))
    with pytest.raises(NetworkError, match="the holder of the data plane has ended"):
        network.settled()


def test_a_refused_batch_is_said(tmp_path: Path) -> None:
    holder = Holder(tmp_path)
    try:
        with pytest.raises(NetworkError, match=r"ip refused a batch in the outer namespace: .*nonsense"):
            holder.apply([Batch("", ("nonsense add",))])
        with pytest.raises(NetworkError, match="No such file"):
            holder.apply([Batch("nowhere", ("link show",))])
        holder.apply([Batch("", ("link set dev lo up",))])
    finally:
        holder.close()


def test_what_runs_too_long_is_killed_with_all_it_started(build: Building) -> None:
    _, network = build(two_regions())
    begun = time.monotonic()
    with pytest.raises(subprocess.TimeoutExpired):
        network.exec("ecs1", ["sh", "-c", "sleep 60 & sleep 60"], timeout=0.2)
    assert time.monotonic() - begun < 5
    deadline = time.monotonic() + 8
    while len(inside_of(network.holder.pid)) > 1:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert answers(network, "ecs1", "10.0.0.20")


def test_two_worlds_live_side_by_side(tmp_path: Path) -> None:
    with (
        Network(cloud_of(two_regions()), tmp_path / "a") as one,
        Network(cloud_of(two_regions()), tmp_path / "b") as two,
    ):
        assert one.holder.prefix != two.holder.prefix
        assert answers(one, "ecs2", "10.0.0.20")
        assert answers(two, "ecs2", "10.0.0.20")
