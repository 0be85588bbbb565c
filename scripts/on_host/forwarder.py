"""A data center's DNS server with what `acree onprem` has rendered for dnsmasq, until its input ends.

Usage: python -m scripts.on_host.forwarder FOLDER. It prints a line once it answers.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time

ADDRESS, PORT = "127.0.0.1", 53
PATIENCE = 30.0
_SERVER = (
    "dnsmasq",
    "--no-daemon",  # it becomes no other user, which a namespace of one user could not give
    "--conf-file=/dev/null",
    "--pid-file=",
    "--log-facility=/dev/null",
    "--cache-size=0",  # what has moved is learned at once
    "--no-resolv",
    "--no-hosts",
    "--bind-interfaces",
    f"--listen-address={ADDRESS}",
)


def listening(server: subprocess.Popen[bytes]) -> bool:
    """Whether the server takes connections; False once it has ended, or after a long time."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection((ADDRESS, PORT), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False


def main() -> int:
    """Serve until the input ends; what the server says is passed on if it does not answer."""
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen([*_SERVER, f"--conf-dir={sys.argv[1]},*.conf"], stderr=said)
        try:
            if not listening(server):
                said.seek(0)
                sys.stderr.buffer.write(said.read())
                return 1
            print("answering", flush=True)
            sys.stdin.read()
        finally:
            server.terminate()
            server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
