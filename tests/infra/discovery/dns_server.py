"""A real DNS server on loopback, built with dnspython."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from acree_infra.discovery.surroundings import Endpoint


@dataclass
class DnsServer:
    """The running server: what it knows and what it was asked.

    Names map to A records, to a CNAME (a text), or to None for a name without A records. Names in `broken` are
    answered with SERVFAIL, those in `silent` not at all.
    """

    endpoint: Endpoint
    names: dict[str, list[str] | str | None] = field(default_factory=dict)
    ipv6: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def answer(self, wire: bytes) -> bytes | None:
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        self.asked.append(f"{name} {dns.rdatatype.to_text(question.rdtype)}")
        if name in self.silent:
            return None
        response = dns.message.make_response(query, recursion_available=True)
        if name in self.broken:
            response.set_rcode(dns.rcode.SERVFAIL)
            return response.to_wire()
        while isinstance(target := self.names.get(name, ""), str) and target:
            response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "CNAME", f"{target}."))
            name = target
        if target == "":
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif target:
            response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "A", *target))
        return response.to_wire()


@contextmanager
def serve_dns() -> Iterator[DnsServer]:
    """Serve until the block ends."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(0.05)
        running = DnsServer(Endpoint("127.0.0.1", server.getsockname()[1]))
        stop = threading.Event()

        def serve() -> None:
            while not stop.is_set():
                try:
                    wire, client = server.recvfrom(4096)
                except TimeoutError:
                    continue
                if (answer := running.answer(wire)) is not None:
                    server.sendto(answer, client)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield running
        finally:
            stop.set()
            thread.join()
