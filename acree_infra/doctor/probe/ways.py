"""Every address of every host: resolved, connected, secured, side by side."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from acree_infra.doctor.probe.names import machine_names, server_names
from acree_infra.doctor.probe.reading import Fact
from acree_infra.doctor.probe.wire import FAILURES, Line, failure_detail, failure_kind, milliseconds, source_address
from acree_infra.tls import client_context

HTTPS, HTTP = 443, 80


def side_by_side(function: Callable[[Any], Any], items: list[Any]) -> list[Any]:
    """What a function gives for each item, a thread for each; what one of them raises is raised here.

    The pools of the standard library take as long to import as all else that the probe does before its first packet.
    """
    results: list[Any] = [None] * len(items)
    failures: list[Exception] = []

    def run(place: int, item: object) -> None:
        try:
            results[place] = function(item)
        except Exception as error:  # noqa: BLE001  # raised below, where somebody can hear it
            failures.append(error)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(items)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results


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
        self.context = client_context(job.get("ca_file"))
        self.lines: dict[tuple[str, int], list[Line]] = {}

    def open(self, hosts: list[tuple[str, str]], port: int = HTTPS) -> None:
        """Resolve hosts, given as (leg, host), and open a line to every address of each; known ones are kept."""
        wanted = [(leg, host) for leg, host in hosts if (host, port) not in self.lines]
        found = side_by_side(self._resolved, wanted)
        ways = [(leg, host, address) for addresses in found for leg, host, address in addresses]
        lines = side_by_side(lambda way: self._opened(way[0], way[1], way[2], port), ways)
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
                line.close()
                return None
            self.emit(fact)
        return line
