import os
import socket
import threading
from collections.abc import Iterator

import pytest

from acree_sandbox.network import channel

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    one, two = socket.socketpair()
    with one, two:
        yield one, two


def test_a_message_arrives_as_it_was_sent(pair: Pair) -> None:
    channel.send(pair[0], {"do": "apply", "batches": ["ä", 1, None]})
    assert channel.receive(pair[1]) == ({"do": "apply", "batches": ["ä", 1, None]}, [])


def test_a_message_may_be_longer_than_any_buffer(pair: Pair) -> None:
    text = "x" * 3_000_000
    sending = threading.Thread(target=channel.send, args=(pair[0], text))
    sending.start()
    assert channel.receive(pair[1])[0] == text
    sending.join()


def test_files_come_along(pair: Pair) -> None:
    reading, writing = os.pipe()
    channel.send(pair[0], {}, [writing])
    os.close(writing)
    _, (file,) = channel.receive(pair[1])
    os.write(file, b"hello")
    os.close(file)
    assert os.read(reading, 10) == b"hello"
    assert os.read(reading, 10) == b""
    os.close(reading)


def test_the_end_is_said(pair: Pair) -> None:
    pair[0].close()
    with pytest.raises(channel.Closed, match="closed"):
        channel.receive(pair[1])
    with pytest.raises(channel.Closed):
        channel.send(pair[1], {})


def test_half_a_message_is_none(pair: Pair) -> None:
    pair[0].sendall(b"\0\0\0\x10{")
    pair[0].close()
    with pytest.raises(channel.Closed, match="in the middle"):
        channel.receive(pair[1])
