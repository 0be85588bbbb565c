import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from acree_sandbox.core.errors import SandboxError
from acree_sandbox.core.resources import GONE
from acree_sandbox.core.running import ENDPOINT_FILE, LOG_FILE, RunningServer, serve
from acree_sandbox.core.tables import Change
from acree_sandbox.core.world import Pace, World
from tests.sandbox.core.signing.independent import v1_message
from tests.sandbox.core.specimens import SPECIMENS, Broken, Shelf

DAEMON = "import sys; from pathlib import Path; from acree_sandbox.core.running import run; run(Path(sys.argv[1]))"


@pytest.fixture
def world() -> World:
    return World(paces={"shelf": Pace(0.05), "broken": Pace(0.05)})


def test_where_it_listens_is_written_down_and_taken_away(tmp_path: Path) -> None:
    with serve(tmp_path, registry=SPECIMENS) as server:
        found = json.loads((tmp_path / ENDPOINT_FILE).read_text(encoding="utf-8"))
        assert found == {
            "url": server.url,
            "endpoint": server.endpoint,
            "port": server.port,
            "ca_file": str(server.ca_file),
            "pid": os.getpid(),
        }
        assert server.ca_file.exists()
    assert not (tmp_path / ENDPOINT_FILE).exists()


def test_the_state_and_the_authority_survive_a_restart(tmp_path: Path) -> None:
    with serve(tmp_path, registry=SPECIMENS) as first:
        first.dispatcher.serve(v1_message("CreateShelf", time.time(), {"Name": "kept"}))
        authority = first.ca_file.read_bytes()
    with serve(tmp_path, registry=SPECIMENS) as second:
        assert [shelf.name for shelf in second.cloud.all(Shelf)] == ["kept"]
        assert second.ca_file.read_bytes() == authority


def test_plain_http_for_benchmarks(tmp_path: Path) -> None:
    with serve(tmp_path, registry=SPECIMENS, tls=False) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("GET", "/sandbox/health")
        assert connection.getresponse().status == 200
        connection.close()
        assert server.url.startswith("http://")


def test_listeners_hear_of_statuses_without_any_call(server: RunningServer) -> None:
    heard = threading.Event()

    def listen(changes: Sequence[Change]) -> None:
        if any(change.after is None for change in changes):
            heard.set()

    server.cloud.subscribe(listen)
    with server.cloud.transaction():
        server.cloud.put(Shelf(id="s", status="Deleting"), then=GONE)
    assert heard.wait(1)


def test_a_mistake_in_a_transition_is_in_the_log_and_stops_nothing_else(tmp_path: Path, world: World) -> None:
    with serve(tmp_path, world, registry=SPECIMENS) as server:
        before = server.cloud.put(Broken(id="x", status="Creating"), then="Active")
        time.sleep(before.due_at - time.time() + 0.1)
        server.cloud.put(Shelf(id="s", status="Creating"), then="Active")
        server.cloud.wait(server.cloud.revision, 5)
        assert server.cloud.need(Shelf, "s", "X").status == "Active"
    assert "a mistake in settled" in (tmp_path / LOG_FILE).read_text(encoding="utf-8")


def test_stop_ends_open_connections_and_is_done_once(server: RunningServer) -> None:
    before = threading.active_count()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.connect()  # a handshake that never comes must not hold up the end either
    started = time.monotonic()
    server.stop()
    server.stop()
    assert time.monotonic() - started < 2
    connection.close()
    assert threading.active_count() < before


def test_a_mistake_of_an_action_is_in_the_log(tmp_path: Path) -> None:
    with serve(tmp_path, registry=SPECIMENS) as server:
        server.dispatcher.serve(v1_message("BreakDown", time.time()))
    assert "ZeroDivisionError" in (tmp_path / LOG_FILE).read_text(encoding="utf-8")


def test_a_taken_port_leaves_the_folder_free(tmp_path: Path) -> None:
    with serve(tmp_path / "a", registry=SPECIMENS) as server, pytest.raises(OSError, match="in use"):
        serve(tmp_path / "b", registry=SPECIMENS, port=server.port)
    serve(tmp_path / "b", registry=SPECIMENS).stop()


def test_a_folder_in_use_is_named(tmp_path: Path) -> None:
    with serve(tmp_path, registry=SPECIMENS), pytest.raises(SandboxError, match=str(tmp_path)):
        serve(tmp_path, registry=SPECIMENS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_process_of_its_own_serves_until_it_is_told_to_end(tmp_path: Path, number: signal.Signals) -> None:
    process = subprocess.Popen([sys.executable, "-c", DAEMON, str(tmp_path)], stderr=subprocess.PIPE)
    endpoint = tmp_path / ENDPOINT_FILE
    deadline = time.monotonic() + 20
    while not endpoint.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert json.loads(endpoint.read_text(encoding="utf-8"))["pid"] == process.pid
    process.send_signal(number)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, b"")
    assert not endpoint.exists()
