"""BIND on a host of the network, with a view for each kind of client, as split-horizon DNS answers each VPC its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from acree_sandbox.network.inside import stop
from acree_sandbox.network.running import Network
from scripts.waiting import until
from tests.e2e.independent.tools import need

_HEAD = """$TTL 60
@ IN SOA ns hostmaster 1 60 60 60 60
@ IN NS ns
ns IN A 127.0.0.1
"""
_CONFIGURATION = """
options {{
  directory "{folder}";
  pid-file "{folder}/named.pid";
  session-keyfile none;
  listen-on {{ any; }};
  listen-on-v6 {{ none; }};
  recursion no;
  dnssec-validation no;
  allow-query {{ any; }};
}};
controls {{ }};
"""
_VIEW = """
view "{name}" {{
  match-clients {{ {clients}; }};
  zone "{zone}" {{ type primary; file "{name}.zone"; }};
}};
"""


@dataclass(frozen=True)
class View:
    """What some clients are answered.

    Attributes:
        name: name of the view.
        clients: where they are, as BIND writes it: a prefix, or `any`.
        records: records of the zone, in the format of zone files.
    """

    name: str
    clients: str
    records: str


@contextmanager
def named(network: Network, host: str, folder: Path, zone: str, views: Sequence[View]) -> Iterator[None]:
    """Run BIND on a host until the block ends; the first view that matches a client answers it."""
    text = _CONFIGURATION.format(folder=folder)
    for view in views:
        (folder / f"{view.name}.zone").write_text(f"{_HEAD}{view.records}", encoding="ascii")
        text += _VIEW.format(name=view.name, clients=view.clients, zone=zone)
    (folder / "named.conf").write_text(text, encoding="ascii")
    log = folder / "named.log"
    command = (need("named"), "-g", "-n", "1", "-c", str(folder / "named.conf"))
    process = network.spawn(network.namespace_of(host), command, output=log)
    try:
        until(lambda: process.poll() is not None or _says(log, " running"))
        said = log.read_text(encoding="utf-8")
        assert process.poll() is None, said
        assert said.count(f"zone {zone}/IN") == len(views) == said.count(": loaded serial 1"), said
        yield
    finally:
        stop(process)


def _says(log: Path, words: str) -> bool:
    return any(line.endswith(words) for line in log.read_text(encoding="utf-8").splitlines())
