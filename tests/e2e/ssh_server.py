"""OpenSSH's own server on a host of a workplace's network, and a client beside it that knows the way."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.waiting import until
from scripts.workplace import Workplace

PORT = 2222
_SECONDS = 120.0
USER = "ops"
_SERVED = """mount --bind "$3" /etc/passwd
unshare --user --map-user=1000 --map-group=1000 "$(command -v sshd)" -D -E "$2" -f "$1" &
while read -r _; do :; done
kill "$!"
"""
"""Runs the server until the input ends, as an ordinary user: the namespaces of a network may know no other."""
_PASSWD = f"{USER}:x:1000:1000::/tmp:/bin/sh\n"
_SERVER = """Port {port}
ListenAddress {address}
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/user_key.pub
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PidFile none
SetEnv SSL_CERT_FILE={trusted} CURL_CA_BUNDLE={trusted}
"""
_CLIENT = """Host {alias}
  HostName {address}
  Port {port}
  User {user}
  IdentityFile {folder}/user_key
  IdentitiesOnly yes
  GlobalKnownHostsFile /dev/null
  UserKnownHostsFile {folder}/known_hosts
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs.

    Attributes:
        alias: what the client's configuration calls it.
        folder: keys and configuration; its `bin` holds the client as a user has configured it.
        address: address of the host.
    """

    alias: str
    folder: Path
    address: str

    @property
    def log(self) -> str:
        """What the server has said so far."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def introduce(self) -> None:
        """Let the client know the host's key, as somebody does who has compared it."""
        kind, key, *_ = (self.folder / "host_key.pub").read_text(encoding="utf-8").split()
        (self.folder / "known_hosts").write_text(f"[{self.address}]:{PORT} {kind} {key}\n", encoding="utf-8")


@contextmanager
def serving(
    place: Workplace, host: str, address: str, near: str, folder: Path, before: Sequence[str] = ()
) -> Iterator[Served]:
    """Serve on a host until the context ends.

    Args:
        place: a workplace with a network.
        host: id or name of the host.
        address: its address.
        near: id or name of a host that reaches it.
        folder: where keys and configuration are written.
        before: what stands before a command on the host that looks names up; see `scripts.sites`.
    """
    made = Served(host, folder, address)
    _written(made, place.variables["SSL_CERT_FILE"])
    entering = (str(Path(sys.executable).parent / "acree-sandbox"), "exec", "--state", str(place.folder / "sandbox"))
    files = (str(folder / name) for name in ("sshd_config", "log", "passwd"))
    served = (*before, "unshare", "--mount", "sh", "-euc", _SERVED, "sh", *files)
    with subprocess.Popen((*entering, host, "--", *served), env=place.variables, stdin=subprocess.PIPE):
        scan = ("ssh-keyscan", "-p", str(PORT), address)
        if not until(lambda: "ssh-ed25519" in place.on_host(near, *scan, expect=None).output, _SECONDS):
            raise RuntimeError(f"no SSH server on {host}: {made.log[-500:]}")
        yield made


def _written(made: Served, trusted: str) -> None:
    """Keys of host and user, both configurations, and the client that reads its own."""
    folder = made.folder
    (folder / "bin").mkdir(parents=True)
    for name in ("host_key", "user_key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    known = {
        "folder": folder,
        "address": made.address,
        "port": PORT,
        "alias": made.alias,
        "trusted": trusted,
        "user": USER,
    }
    (folder / "passwd").write_text(_PASSWD, encoding="utf-8")
    (folder / "sshd_config").write_text(_SERVER.format(**known), encoding="utf-8")
    (folder / "ssh_config").write_text(_CLIENT.format(**known), encoding="utf-8")
    client = folder / "bin" / "ssh"
    client.write_text(f'#!/bin/sh\nexec /usr/bin/ssh -F {shlex.quote(str(folder / "ssh_config"))} "$@"\n')
    client.chmod(0o755)
