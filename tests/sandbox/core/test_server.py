import http.client
import json
import socket
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

import pytest

from acree_sandbox.core.faults import Fault
from acree_sandbox.core.running import RunningServer
from acree_sandbox.core.server import LARGEST_BODY
from tests.sandbox.core.signing.independent import FORM, v1_query
from tests.sandbox.core.specimens import Shelf


@pytest.fixture
def connection(server: RunningServer) -> Iterator[http.client.HTTPSConnection]:
    made = connect(server)
    yield made
    made.close()


def connect(server: RunningServer) -> http.client.HTTPSConnection:
    context = ssl.create_default_context(cafile=server.ca_file)
    return http.client.HTTPSConnection("127.0.0.1", server.port, context=context, timeout=10)


def call(connection: http.client.HTTPConnection, action: str, **body: str) -> dict[str, Any]:
    query = v1_query(action, time.time(), body)
    connection.request("POST", "/?" + urlencode(query), urlencode(body), FORM)
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    return answer


def raw(server: RunningServer, request: bytes) -> bytes:
    """Send bytes as they are and return all that comes back."""
    context = ssl.create_default_context(cafile=server.ca_file)
    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secured,
    ):
        secured.sendall(request)
        return b"".join(iter(lambda: secured.recv(65536), b""))


def test_a_connection_stays_open_for_the_next_call(connection: http.client.HTTPSConnection) -> None:
    made = call(connection, "CreateShelf", Name="é & b")
    first = connection.sock
    found = call(connection, "DescribeShelves", ShelfId=made["ShelfId"])
    assert found["Shelves"][0]["Name"] == "é & b"
    assert connection.sock is first
    assert first is not None


def test_a_refusal_leaves_the_connection_open(connection: http.client.HTTPSConnection) -> None:
    assert call(connection, "DeleteShelf", ShelfId="s")["Code"] == "InvalidShelfId.NotFound"
    first = connection.sock
    assert "ShelfId" in call(connection, "CreateShelf")
    assert connection.sock is first


def test_a_client_without_the_authority_does_not_trust(server: RunningServer) -> None:
    stranger = http.client.HTTPSConnection("127.0.0.1", server.port, context=ssl.create_default_context(), timeout=10)
    with pytest.raises(ssl.SSLCertVerificationError):
        stranger.connect()
    with closing(connect(server)) as friend:
        assert call(friend, "ListShelves")["TotalCount"] == 0


def test_calls_from_many_threads_are_all_served_one_at_a_time(server: RunningServer) -> None:
    def make(number: int) -> str:
        with_own = connect(server)
        answers = [call(with_own, "CreateShelf", Name=f"{number}-{turn}") for turn in range(5)]
        with_own.close()
        return "".join(sorted(answer["ShelfId"] for answer in answers))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make, range(8)))
    with server.cloud.transaction():
        assert len({shelf.name for shelf in server.cloud.all(Shelf)}) == 40
        assert len({shelf.id for shelf in server.cloud.all(Shelf)}) == 40


def test_a_lost_answer_closes_the_connection(server: RunningServer, connection: http.client.HTTPSConnection) -> None:
    server.dispatcher.faults.add(Fault(lost=True))
    with pytest.raises(http.client.RemoteDisconnected):
        call(connection, "CreateShelf", ClientToken="t")
    connection.close()
    made = call(connection, "CreateShelf", ClientToken="t")
    assert [shelf.id for shelf in server.cloud.all(Shelf)] == [made["ShelfId"]]


def test_administration_shares_the_port_and_needs_no_signature(connection: http.client.HTTPSConnection) -> None:
    for method, path in (("GET", "health"), ("DELETE", "faults"), ("POST", "reset"), ("GET", "state?x=1")):
        connection.request(method, f"/sandbox/{path}")
        response = connection.getresponse()
        assert (response.status, json.loads(response.read()) is not None) == (200, True)


def test_a_follower_of_another_process_hears_of_a_change_long_before_its_patience_ends(server: RunningServer) -> None:
    follower, caller = connect(server), connect(server)
    follower.connect()
    revision = server.cloud.revision
    follower.request("GET", f"/sandbox/wait?revision={revision}&timeout=10")
    call(caller, "CreateShelf")
    started = time.monotonic()
    assert json.loads(follower.getresponse().read())["revision"] > revision
    assert time.monotonic() - started < 5
    follower.close()
    caller.close()


def test_http_1_0_and_close_end_the_connection(server: RunningServer) -> None:
    for request in (
        b"GET /sandbox/health HTTP/1.0\r\n\r\n",
        b"GET /sandbox/health HTTP/1.1\r\nConnection: close\r\n\r\n",
    ):
        head, _, body = raw(server, request).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK")
        assert b"Connection: close" in head
        assert json.loads(body)["status"] == "ok"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (b"Transfer-Encoding: chunked", b"411"),
        (b"Content-Length: %d" % (LARGEST_BODY + 1), b"413"),
        (b"Content-Length: -1", b"413"),
        (b"Content-Length: many", b"413"),
    ],
)
def test_bodies_that_are_not_read(server: RunningServer, headers: bytes, status: bytes) -> None:
    answer = raw(server, b"POST / HTTP/1.1\r\nHost: localhost\r\n" + headers + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 " + status)


def test_a_request_that_is_none_is_refused_and_the_next_is_served(server: RunningServer) -> None:
    assert b"400" in raw(server, b"nonsense\r\n\r\n")
    assert raw(server, b"GET /sandbox/health HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_only_loopback_is_listened_on(server: RunningServer) -> None:
    assert server.url == f"https://127.0.0.1:{server.port}"
    assert server.endpoint == f"127.0.0.1:{server.port}"
