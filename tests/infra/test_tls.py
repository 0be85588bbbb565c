"""Sockets of TLS that cannot begin."""

from __future__ import annotations

import gc
import select
import socket
import struct
import warnings
from pathlib import Path

import pytest

from acree_infra.tls import client_context


def reset_connection() -> socket.socket:
    """A connection that the other side has reset already."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        ours = socket.create_connection(listener.getsockname(), 5)
        other, _ = listener.accept()
        other.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        other.close()
    assert select.select([ours], [], [], 5)[0]
    return ours


def test_a_connection_that_was_reset_leaves_nothing_open() -> None:
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        with pytest.raises(ConnectionResetError, match="reset by peer"):
            client_context(None).wrap_socket(reset_connection(), server_hostname="registry.example.com")
        gc.collect()
    said = [str(complaint.message) for complaint in complaints]
    assert [text for text in said if "SSLSocket" in text] == []


def test_certificates_are_checked() -> None:
    context = client_context(None)
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"


def test_a_file_without_certificates_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("nothing", encoding="ascii")
    with pytest.raises(OSError, match=r"X509|PEM|certificate"):
        client_context(str(file))
