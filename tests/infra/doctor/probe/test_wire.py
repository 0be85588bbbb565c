"""Connections, phase by phase."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from pathlib import Path

import pytest
import trustme

from acree_infra.doctor.probe import script
from acree_infra.doctor.probe.wire import Line, failure_detail, failure_kind, source_address
from tests.infra.discovery.dns_server import serve_dns
from tests.infra.doctor.servers import Asked, Reply, serve, tls

HOST = "registry.example.com"


def untrusted(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED]")
    error.verify_code = code
    error.verify_message = "what OpenSSL says"
    return error


class TestFailures:
    @pytest.mark.parametrize(
        ("error", "kind"),
        [
            (TimeoutError(), "timeout"),
            (untrusted(62), "tls-name"),
            (untrusted(64), "tls-name"),
            (untrusted(20), "tls-untrusted"),
            (ssl.SSLError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] as Python 3.6 tells it"), "tls-untrusted"),
            (ssl.CertificateError("hostname 'a' doesn't match 'b', as Python 3.6 tells it"), "tls-name"),
            (ssl.SSLEOFError(8, "EOF occurred"), "reset"),
            (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), "tls"),
            (ConnectionRefusedError(), "refused"),
            (ConnectionResetError(), "reset"),
            (BrokenPipeError(), "reset"),
            (http.client.RemoteDisconnected("x"), "reset"),
            (OSError(113, "No route to host"), "unreachable"),
            (http.client.BadStatusLine("x"), "garbled"),
            (ValueError(), "garbled"),
        ],
    )
    def test_kinds(self, error: Exception, kind: str) -> None:
        assert failure_kind(error) == kind

    def test_what_was_sent_is_not_told(self) -> None:
        assert failure_detail(ValueError("Invalid header value b'Bearer s3cret'")) == "ValueError"
        assert failure_detail(http.client.InvalidURL("/x?Signature=s3cret")) == "InvalidURL"

    def test_what_the_system_says_is_told(self) -> None:
        assert failure_detail(untrusted(20)) == "what OpenSSL says"
        assert failure_detail(OSError(113, "No route\nto host")) == "No route to host"
        assert failure_detail(ConnectionResetError()) == "ConnectionResetError"


class TestSource:
    def test_of_loopback(self) -> None:
        assert source_address(("127.0.0.1", 443)) == "127.0.0.1"

    def test_of_no_way(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unreachable(channel: socket.socket, target: object) -> None:
            raise OSError(101, "Network is unreachable")

        monkeypatch.setattr(socket.socket, "connect", unreachable)
        assert source_address(("127.0.0.1", 443)) == ""


class TestLine:
    """A line is kept, and opened again once when the server has ended it."""

    def line(self, endpoint: str, context: ssl.SSLContext | None, timeout: float = 2) -> Line:
        address, _, port = endpoint.partition(":")
        return Line(HOST, "10.0.0.20", (address, int(port)), context, timeout)

    def test_it_is_kept(self) -> None:
        authority = trustme.CA()
        context = ssl.create_default_context(cadata=authority.cert_pem.bytes().decode())
        with serve(lambda asked: Reply(200, b"x" * 100), tls(authority, HOST)) as server:
            line = self.line(server.endpoint, context)
            answers = [line.get(f"/{number}", {}, 1000) for number in range(3)]
            line.close()
        assert [answer.body for answer in answers] == [b"x" * 100] * 3
        assert server.connections == 1
        assert {asked.headers["host"] for asked in server.asked} == {HOST}

    @pytest.mark.parametrize("size", [5, 99])
    def test_more_than_wanted_is_left_and_the_line_is_new(self, size: int) -> None:
        with serve(lambda asked: Reply(200, b"x" * 100), None) as server:
            line = self.line(server.endpoint, None)
            assert [len(line.get("/", {}, size).body) for _ in range(2)] == [size, size]
            line.close()
        assert server.connections == 2

    def test_one_that_the_server_has_ended_is_opened_again(self) -> None:
        replies = iter([Reply(200), Reply(200)])
        with serve(lambda asked: next(replies).closing(), None) as server:
            line = self.line(server.endpoint, None)
            assert [line.get("/", {}, 10).status for _ in range(2)] == [200, 200]
            line.close()
        assert server.connections == 2

    def test_it_is_not_tried_for_ever(self) -> None:
        with serve(lambda asked: Reply(200, b"x" * 100, cut=10), None) as server:
            line = self.line(server.endpoint, None)
            for _ in range(2):
                with pytest.raises(ConnectionResetError, match="90 bytes too early"):
                    line.get("/", {}, 1000)
        assert server.connections == 2

    def test_an_answer_in_chunks_that_stalls(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        with listener:
            line = self.line(f"127.0.0.1:{listener.getsockname()[1]}", None, 0.2)
            line.connect()
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
                with pytest.raises(TimeoutError):
                    line.get("/", {}, 1000)

    def test_a_line_of_what_is_no_http(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        with listener:
            line = self.line(f"127.0.0.1:{listener.getsockname()[1]}", None)
            line.connect()
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"SSH-2.0-x\r\n")
                with pytest.raises(http.client.BadStatusLine):
                    line.get("/", {}, 1000)


def test_the_script_prints_one_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(200, b"{}")

    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with serve(answer, tls(authority, HOST)) as server, serve_dns() as dns:
        dns.names[HOST] = ["10.0.0.20"]
        job = {
            "legs": {"registry": [HOST]},
            "resolvers": [str(dns.endpoint)],
            "connect_to": {f"{HOST}:443": server.endpoint},
            "ca_file": str(tmp_path / "ca.pem"),
        }
        monkeypatch.setenv("ACREE_JOB", json.dumps(job))
        script.main()
    document = json.loads(capsys.readouterr().out)
    assert [fact["step"] for fact in document["facts"]] == ["dns", "tcp", "tls", "challenge"]
    assert document["schema_version"] == 1
