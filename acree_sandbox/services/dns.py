"""A DNS server on loopback, UDP and TCP, that answers from the sandbox's state."""

from __future__ import annotations

import logging
import socket
import struct
import threading
from collections.abc import Callable
from typing import Self

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from acree_sandbox.services.names import Answer, NoSuchName

LookUp = Callable[[str], list[Answer]]
"""Name to answers; raises NoSuchName."""

LARGEST_DATAGRAM = 4096
_CLIENT_SECONDS = 5.0
_log = logging.getLogger(__name__)


def answer(look_up: LookUp, wire: bytes) -> bytes | None:
    """Answer one message; None when it is not a question."""
    try:
        query = dns.message.from_wire(wire)
    except dns.exception.DNSException as error:
        _log.info("not a DNS message: %s", error)
        return None
    if len(query.question) != 1 or query.flags & dns.flags.QR:
        return None
    reply = dns.message.make_response(query, recursion_available=True)
    question = query.question[0]
    try:
        found = look_up(question.name.to_text(omit_final_dot=True))
    except NoSuchName:
        reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply.to_wire()
    if question.rdtype in (dns.rdatatype.A, dns.rdatatype.ANY, dns.rdatatype.CNAME):
        reply.answer += [_record(item) for item in found]
    return reply.to_wire()


def answer_stream(look_up: LookUp, connection: socket.socket) -> None:
    """Answer the one message of a TCP connection."""
    connection.settimeout(_CLIENT_SECONDS)
    try:
        head = connection.recv(2, socket.MSG_WAITALL)
        if len(head) == struct.calcsize("!H"):
            (length,) = struct.unpack("!H", head)
            reply = answer(look_up, connection.recv(length, socket.MSG_WAITALL))
            if reply is not None:
                connection.sendall(struct.pack("!H", len(reply)) + reply)
    except OSError as error:
        _log.info("a DNS connection broke: %s", error)


class DnsServer:
    """Serves one look-up function on one address; leave the context to end it.

    Args:
        look_up: what answers.
        address: where to listen.
        port: UDP and TCP port; 0 takes a free one.

    Attributes:
        port: the port.
    """

    def __init__(self, look_up: LookUp, address: str = "127.0.0.1", port: int = 0) -> None:
        self._look_up = look_up
        self._udp, self._tcp = _bind(address, port)
        self.port = int(self._udp.getsockname()[1])
        self._closing = False
        self._threads = [
            threading.Thread(target=self._serve_datagrams, name="sandbox-dns-udp", daemon=True),
            threading.Thread(target=self._serve_connections, name="sandbox-dns-tcp", daemon=True),
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        wake = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with wake:
            wake.sendto(b"", self._udp.getsockname())
        self._tcp.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._udp.close()
        self._tcp.close()

    def answer(self, wire: bytes) -> bytes | None:
        """Answer one message; None when it is not a question."""
        return answer(self._look_up, wire)

    def _serve_datagrams(self) -> None:
        while not self._closing:
            wire, client = self._udp.recvfrom(LARGEST_DATAGRAM)
            reply = self.answer(wire) if wire else None
            if reply is not None:
                self._udp.sendto(reply, client)

    def _serve_connections(self) -> None:
        while not self._closing:
            try:
                connection, _ = self._tcp.accept()
            except OSError:
                if self._closing:
                    return
                raise
            with connection:
                answer_stream(self._look_up, connection)


def _record(item: Answer) -> dns.rrset.RRset:
    value = item.value + "." if item.type == "CNAME" else item.value
    return dns.rrset.from_text(item.name + ".", item.ttl, "IN", item.type, value)


def _bind(address: str, port: int) -> tuple[socket.socket, socket.socket]:
    """Take the same port for UDP and TCP; with port 0 a few are tried until both are free."""
    last: OSError | None = None
    for _ in range(20 if port == 0 else 1):
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            udp.bind((address, port))
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tcp.bind((address, udp.getsockname()[1]))
            tcp.listen(16)
        except OSError as error:
            udp.close()
            tcp.close()
            last = error
            continue
        return udp, tcp
    raise OSError(f"no free port for DNS on {address}") from last
