"""Every address of every host: resolved, connected, secured, side by side."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from acree_infra.doctor.probe.names import machine_names, server_names
from acree_infra.doctor.probe.reading import Fact
from acree_infra.doctor.probe.wire import FAILURES, Line, failure_detail, failure_kind, milliseconds, source_address

WORKERS = 16
HTTPS, HTTP = 443, 80


class Ways:
    """The open lines of a run.

    Args:
        job: what to follow; see `pull`.
        emit: takes each fact as soon as it is known; called from several threads.
        look_up: answers a name (leg, host) in place of the standard library's ways.
    """

    def __init__(self, job: Fact, emit: Callable[[Fact], None], look_up: Callable[[str, str], Fact] | None) -> None:
        self.job = job
        self.emit = emit
        self.look_up = look_up or self._asked
        self.timeout = float(job.get("timeout") or 5)
        self.context = ssl.create_default_context(cafile=job.get("ca_file") or None)
        self.lines: dict[tuple[str, int], list[Line]] = {}

    def open(self, hosts: list[tuple[str, str]], port: int = HTTPS) -> None:
        """Resolve hosts, given as (leg, host), and open a line to every address of each; known ones are kept."""
        wanted = [(leg, host) for leg, host in hosts if (host, port) not in self.lines]
        with ThreadPoolExecutor(WORKERS) as pool:
            found = list(pool.map(self._resolved, wanted))
            ways = [(leg, host, address) for addresses in found for leg, host, address in addresses]
            lines = list(pool.map(lambda way: self._opened(way[0], way[1], way[2], port), ways))
        for _, host in wanted:
            self.lines[host, port] = [line for line in lines if line is not None and line.host == host]

    def close(self) -> None:
        """Close every line."""
        for lines in self.lines.values():
            for line in lines:
                line.close()

    def _asked(self, leg: str, host: str) -> Fact:
        del leg
        servers = self.job.get("resolvers")
        return server_names(host, servers, self.timeout) if servers else machine_names(host)

    def _resolved(self, wanted: tuple[str, str]) -> list[tuple[str, str, str]]:
        leg, host = wanted
        started = time.perf_counter()
        found = self.look_up(leg, host)
        self.emit(dict(found, step="dns", leg=leg, host=host, ms=milliseconds(started)))
        return [(leg, host, address) for address in found["addresses"]]

    def _opened(self, leg: str, host: str, address: str, port: int) -> Line | None:
        detours = self.job.get("connect_to", {})
        detour = detours.get(f"{address}:{port}") or detours.get(f"{host}:{port}") or f"{address}:{port}"
        connected, _, number = detour.partition(":")
        context = self.context if port == HTTPS else None
        line = Line(host, address, (connected, int(number)), context, self.timeout)
        source = source_address((connected, int(number)))
        for step in ("tcp", "tls") if context else ("tcp",):
            fact: Fact = {"step": step, "leg": leg, "host": host, "address": address, "error": "", "source": source}
            try:
                fact["ms"] = line.connect() if step == "tcp" else line.secure()
            except FAILURES as error:
                self.emit(dict(fact, error=failure_kind(error), detail=failure_detail(error)))
                return None
            self.emit(fact)
        return line
