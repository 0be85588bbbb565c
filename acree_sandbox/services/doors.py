"""Many listening sockets and one thread that waits for all of them; each connection gets a thread of its own."""

from __future__ import annotations

import logging
import queue
import selectors
import socket
import threading
from collections.abc import Callable
from typing import Self

Serve = Callable[[socket.socket], None]
"""Serves one accepted connection and closes it."""
Reply = Callable[[bytes], bytes | None]
"""Answers one datagram, or does not."""

LARGEST_DATAGRAM = 4096
_log = logging.getLogger(__name__)


class Doors:
    """Sockets by key; leave the context to close all of them, and every connection."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._wake, self._woken = socket.socketpair()
        self._sockets: dict[str, socket.socket] = {}
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._ended = False
        self._selector.register(self._woken, selectors.EVENT_READ, self._work)
        self._thread = threading.Thread(target=self._watch, name="sandbox-doors", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._later(self._end)
        self._thread.join()
        for listening in self._sockets.values():
            listening.close()
        with self._lock:
            for connection in self._open:
                connection.close()
        self._selector.close()
        self._wake.close()
        self._woken.close()

    def streams(self, key: str, listening: socket.socket, serve: Serve) -> None:
        """Serve the connections of a listening socket from now on, until `close` of its key."""
        self._later(lambda: self._add(key, listening, lambda: self._accept(listening, serve)))

    def datagrams(self, key: str, bound: socket.socket, reply: Reply) -> None:
        """Answer the datagrams of a socket from now on, until `close` of its key; `reply` must be quick."""
        self._later(lambda: self._add(key, bound, lambda: _answer(bound, reply)))

    def close(self, key: str) -> None:
        """Close a socket; its connections go on."""
        self._later(lambda: self._remove(key))

    def _later(self, job: Callable[[], None]) -> None:
        """Do something in the thread that waits: a selector is not changed while it is asked."""
        self._jobs.put(job)
        self._wake.send(b"\0")

    def _watch(self) -> None:
        while not self._ended:
            for ready, _ in self._selector.select():
                try:
                    ready.data()
                except OSError as error:
                    _log.info("a socket failed: %s", error)

    def _work(self) -> None:
        self._woken.recv(4096)
        while not self._jobs.empty():
            self._jobs.get()()

    def _end(self) -> None:
        self._ended = True

    def _add(self, key: str, its: socket.socket, on_ready: Callable[[], None]) -> None:
        self._sockets[key] = its
        self._selector.register(its, selectors.EVENT_READ, on_ready)

    def _remove(self, key: str) -> None:
        its = self._sockets.pop(key, None)
        if its is not None:
            self._selector.unregister(its)
            its.close()

    def _accept(self, listening: socket.socket, serve: Serve) -> None:
        connection, _ = listening.accept()
        threading.Thread(target=self._serve, args=(connection, serve), name="sandbox-door", daemon=True).start()

    def _serve(self, connection: socket.socket, serve: Serve) -> None:
        with self._lock:
            self._open.add(connection)
        try:
            serve(connection)
        except Exception:  # noqa: BLE001  # the end of a thread: one connection's mistake is logged and goes no further
            _log.exception("a connection failed inside the sandbox")
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()


def _answer(bound: socket.socket, reply: Reply) -> None:
    wire, client = bound.recvfrom(LARGEST_DATAGRAM)
    found = reply(wire)
    if found is not None:
        bound.sendto(found, client)
