"""Names by the standard library alone."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.doctor.probe import names
from acree_infra.doctor.probe.names import machine_names, server_names
from tests.infra.discovery.dns_server import serve_dns


@contextmanager
def wire_server(answer: Callable[[bytes], list[bytes]]) -> Iterator[str]:
    """A DNS server that answers with the bytes it is told to."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(5)

        def serve() -> None:
            query, client = server.recvfrom(4096)
            for wire in answer(query):
                server.sendto(wire, client)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join()


class TestServer:
    def test_addresses_and_aliases(self) -> None:
        with serve_dns() as dns:
            dns.names |= {
                "a.example": "b.example",
                "b.example": "c.example",
                "c.example": ["10.0.0.2", "10.0.0.1"],
            }
            found = server_names("a.example.", [str(dns.endpoint)], 2)
        assert found["addresses"] == ["10.0.0.1", "10.0.0.2"]
        assert found["aliases"] == ["b.example", "c.example"]
        assert (found["server"], found["error"]) == (str(dns.endpoint), "")

    def test_the_next_server_is_asked(self) -> None:
        with serve_dns() as first, serve_dns() as second:
            second.names["a.example"] = ["10.0.0.1"]
            found = server_names("a.example", [str(first.endpoint), str(second.endpoint)], 2)
        assert found["server"] == str(second.endpoint)

    def test_every_server_says_why_not(self) -> None:
        with serve_dns() as dns:
            dns.names["empty.example"] = None
            dns.broken.add("broken.example")
            dns.silent.add("silent.example")
            servers = [str(dns.endpoint), "127.0.0.1:9"]
            assert "does not exist" in server_names("no.example", servers, 0.3)["error"]
            assert "has no A record" in server_names("empty.example", servers, 0.3)["error"]
            assert "failed with code 2" in server_names("broken.example", servers, 0.3)["error"]
            silent = server_names("silent.example", servers, 0.3)
        assert "no answer in 0.3 s; 127.0.0.1:9: " in silent["error"]
        assert silent["addresses"] == []

    def test_a_name_that_cannot_be_asked_for(self) -> None:
        assert "127.0.0.1:9: " in server_names("a..b", ["127.0.0.1:9"], 0.2)["error"]

    def test_an_answer_to_another_question_is_not_taken(self) -> None:
        def answer(query: bytes) -> list[bytes]:
            other = bytes([query[0] ^ 1, query[1]])
            record = b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 60, 4)
            body = struct.pack("!HHHHH", 0x8180, 1, 1, 0, 0) + query[12:] + record
            return [other + body + b"\x06\x06\x06\x06", query[:2] + body + b"\x0a\x00\x00\x01"]

        with wire_server(answer) as server:
            assert server_names("a.example", [server], 2)["addresses"] == ["10.0.0.1"]

    def test_a_name_that_points_at_itself(self) -> None:
        def answer(query: bytes) -> list[bytes]:
            body = struct.pack("!HHHHH", 0x8180, 1, 1, 0, 0) + query[12:]
            return [query[:2] + body + b"\xc0" + bytes([12 + len(query[12:])])]

        with wire_server(answer) as server:
            assert "does not end" in server_names("a.example", [server], 2)["error"]

    @given(st.binary(max_size=80))
    def test_garbage_is_an_error_and_no_crash(self, wire: bytes) -> None:
        header = b"\0\0" + struct.pack("!HHHHH", 0x8180, 1, 2, 0, 0)
        with pytest.raises((ValueError, IndexError, struct.error, OSError)):
            names._read(header + wire[:20], "x", 12)


class TestMachine:
    def test_the_hosts_file_counts(self) -> None:
        assert machine_names("localhost")["addresses"] == ["127.0.0.1"]

    @pytest.mark.parametrize("name", ["a..b", "x" * 300, "\udcff"])
    def test_what_is_no_name(self, name: str) -> None:
        found = machine_names(name)
        assert found["addresses"] == []
        assert found["error"]
