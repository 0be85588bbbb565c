"""A host that the system's OpenSSH client reaches: a script goes in on standard input, and never on a command line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from acree_infra.doctor.conversation import Ended, converse
from acree_infra.doctor.facts import MOST_BYTES
from acree_infra.errors import ConfigError, DiscoveryError, Problem

_HOST = re.compile(
    r"(?:(?P<user>[A-Za-z0-9_][A-Za-z0-9._-]*)@)?"
    r"(?P<host>[A-Za-z0-9_][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])"
    r"(?::(?P<port>[0-9]{1,5}))?",
    re.ASCII,
)
_LARGEST_PORT = 65_535
_BEGIN = "acree-doctor: the probe begins"
"""Printed before the script runs: a login shell may have said something before."""
_SETTINGS = (
    "BatchMode=yes",  # asks nobody for anything
    "ConnectTimeout=10",
    "ServerAliveInterval=10",
    "ServerAliveCountMax=3",
    "LogLevel=ERROR",
    "RemoteCommand=none",  # what the user's configuration may hold for logging in by hand
    "PermitLocalCommand=no",
    "ClearAllForwardings=yes",
    "ControlMaster=no",  # one that runs already is used; none is left running
)
_OWN_FAILURE = 255
"""What ssh ends with when it has not come to run anything."""


@dataclass(frozen=True, slots=True)
class SshHost:
    """A host as ssh is told of it; a name may be one of the user's own configuration.

    Attributes:
        host: name or address.
        user: who logs in; empty for what ssh finds by itself.
        port: empty for what ssh finds by itself.
    """

    host: str
    user: str = ""
    port: str = ""

    @classmethod
    def parse(cls, text: str) -> SshHost | None:
        """A host from `[user@]host[:port]`, an IPv6 address in brackets; None for anything else."""
        match = _HOST.fullmatch(text)
        if match is None or not 0 <= int(match["port"] or 1) - 1 < _LARGEST_PORT:
            return None
        return cls(match["host"].strip("[]"), match["user"] or "", match["port"] or "")

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.user}@" * bool(self.user) + host + f":{self.port}" * bool(self.port)


class Ssh:
    """OpenSSH on one host; implements `Runner`.

    The user's own configuration, keys, agent and known hosts hold; nothing is asked for, and a host that is not known
    is refused as far as that configuration refuses it.

    Args:
        host: the host.
        patience: seconds that a command may take on it.
        program: the OpenSSH client.
    """

    def __init__(self, host: SshHost, *, patience: float = 120.0, program: str = "ssh") -> None:
        self.name = f"ssh:{host}"
        self._host = host
        self._patience = patience
        self._program = program

    def run(self, command: str) -> str:
        """Run a shell script and give what it printed.

        Raises:
            ConfigError: there is no OpenSSH client.
            DiscoveryError: the host could not be reached, or the script did not run there, did not end well or in
                time, or printed more than is read.
        """
        script = f"{{\necho '{_BEGIN}'\n{command}\n}} </dev/null\n"  # run once it is there as a whole
        try:
            ended = converse(self._command(), script.encode(), seconds=self._patience, most=MOST_BYTES)
        except FileNotFoundError:
            raise ConfigError(f"{self.name}: there is no ssh on PATH", remedy="install the OpenSSH client") from None
        _, begun, printed = ended.output.decode(errors="replace").partition(f"{_BEGIN}\n")
        failure = self._failure(ended) if begun else self._not_begun(ended)
        if failure is not None:
            raise DiscoveryError((Problem(None, f"{self.name}: {failure[0]}", failure[1]),))
        return printed

    def _not_begun(self, ended: Ended) -> tuple[str, str]:
        """Why nothing was run, and what to do."""
        if ended.late or ended.flooded:
            return self._cut(ended)
        if ended.code == _OWN_FAILURE:
            return _reason(ended, self._host)
        message = f"expected to run a script, found exit code {ended.code}{_said(ended)}"
        return message, "log in as a user who may run `sh` there"

    def _failure(self, ended: Ended) -> tuple[str, str] | None:
        """What went wrong, and what to do; None when all went well."""
        if ended.late or ended.flooded:
            return self._cut(ended)
        if ended.code == _OWN_FAILURE:
            return f"the connection ended before the probe did{_said(ended)}", "run it again"
        if ended.code:
            remedy = "check that the host has python3 or curl"
            return f"the probe ended with exit code {ended.code}{_said(ended)}", remedy
        return None

    def _cut(self, ended: Ended) -> tuple[str, str]:
        """Why it was ended from here."""
        if ended.late:
            return f"the probe did not end in {self._patience:g} s", "check that the host answers: log in by hand"
        return f"the probe printed more than {MOST_BYTES} bytes", "look there at what its shell prints"

    def _command(self) -> list[str]:
        settings = [word for setting in _SETTINGS for word in ("-o", setting)]
        port = ["-p", self._host.port] if self._host.port else []
        user = ["-l", self._host.user] if self._host.user else []
        return [self._program, "-T", "-a", "-x", *settings, *port, *user, "--", self._host.host, "sh -s"]


def _reason(ended: Ended, host: SshHost) -> tuple[str, str]:
    """Why ssh did not come to run anything, and what to do."""
    said = ended.said
    by_hand = f"ssh -p {host.port} {host.host}" if host.port else f"ssh {host.host}"
    if "IDENTIFICATION HAS CHANGED" in said:
        remedy = "find out why before anything else; `ssh-keygen -R` forgets the old key"
        return "its host key is another one than known_hosts has, so nothing was sent", remedy
    if "Host key verification failed" in said or "key is known for" in said:
        remedy = f"log in once by hand (`{by_hand}`) and compare the fingerprint, or add the key to known_hosts"
        return "its host key is not known, so nothing was sent", remedy
    if "Permission denied" in said or "Too many authentication failures" in said:
        remedy = "let a key of your agent or of your ssh configuration log in there; a password is never asked for"
        return f"it let nobody in{_said(ended)}", remedy
    return f"ssh did not get there{_said(ended)}", f"check name, port and way: `{by_hand}`"


def _said(ended: Ended) -> str:
    """The last line that was said beside the output."""
    lines = [line for line in ended.said.splitlines() if line.strip()]
    clean = "".join(letter if letter.isprintable() else " " for letter in lines[-1]) if lines else ""
    return f": {' '.join(clean.split())[:200]}" if clean else ""
