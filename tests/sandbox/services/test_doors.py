import socket
import threading
import time
from collections.abc import Iterator

import pytest

from acree_sandbox.services.doors import Doors


@pytest.fixture
def doors() -> Iterator[Doors]:
    with Doors() as made:
        yield made


def listening() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def greet(connection: socket.socket) -> None:
    with connection:
        connection.sendall(b"hello " + connection.recv(10))


def said(port: int) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 5) as client:
        client.sendall(b"you")
        return client.recv(100)


def test_connections_are_served(doors: Doors) -> None:
    one, two = listening(), listening()
    doors.streams("one", one, greet)
    doors.streams("two", two, greet)
    ports = [its.getsockname()[1] for its in (one, two, one)]
    assert [said(port) for port in ports] == [b"hello you"] * 3


def test_a_slow_connection_holds_up_no_other(doors: Doors) -> None:
    door, go_on = listening(), threading.Event()

    def slow(connection: socket.socket) -> None:
        with connection:
            go_on.wait(5)

    doors.streams("slow", door, slow)
    other = listening()
    doors.streams("other", other, greet)
    with socket.create_connection(door.getsockname(), 5):
        assert said(other.getsockname()[1]) == b"hello you"
        go_on.set()


def test_datagrams_are_answered_or_not(doors: Doors) -> None:
    bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    bound.bind(("127.0.0.1", 0))
    doors.datagrams("d", bound, lambda wire: wire.upper() if wire != b"secret" else None)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(5)
        client.sendto(b"secret", bound.getsockname())
        client.sendto(b"hello", bound.getsockname())
        assert client.recv(100) == b"HELLO"


def test_a_closed_door_is_closed(doors: Doors) -> None:
    door = listening()
    address = door.getsockname()
    doors.streams("one", door, greet)
    assert said(address[1]) == b"hello you"
    doors.close("one")
    doors.close("never there")
    deadline = time.monotonic() + 5
    while door.fileno() != -1:
        assert time.monotonic() < deadline
        time.sleep(0.001)
    with pytest.raises(ConnectionRefusedError):
        said(address[1])


def test_a_mistake_ends_its_connection_only(doors: Doors, caplog: pytest.LogCaptureFixture) -> None:
    door = listening()

    def fail(_: socket.socket) -> None:
        raise ValueError("a mistake")

    doors.streams("bad", door, fail)
    with socket.create_connection(door.getsockname(), 5) as client:
        assert client.recv(10) == b""
    assert "a connection failed inside the sandbox" in caplog.text
    doors.streams("good", other := listening(), greet)
    assert said(other.getsockname()[1]) == b"hello you"


def test_leaving_closes_everything() -> None:
    door = listening()
    with Doors() as doors:
        doors.streams("one", door, greet)
        assert said(door.getsockname()[1]) == b"hello you"
    assert door.fileno() == -1
