"""Sends calls that the real provider was seen to send, with the ids that the sandbox made instead of those recorded."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.registry import Service
from tests.sandbox.api.cbn.test_recorded import missing


def recorded(folder: Path) -> list[dict[str, Any]]:
    """The calls of a folder's `recorded.jsonl`."""
    return [json.loads(line) for line in (folder / "recorded.jsonl").read_text().splitlines()]


class Replay:
    """One conversation.

    Args:
        call: calls an action of a service.
        services: that were spoken to.
    """

    def __init__(self, call: Callable[..., dict[str, Any]], *services: Service) -> None:
        self._call = call
        self._services = {service.version: service for service in services}
        self.ids: dict[str, str] = {}

    def send(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Send one call; return its answer, of a refusal the code."""
        parameters = {name: self.ids.get(its, its) for name, its in line["parameters"].items()}
        try:
            answer = self._call(self._services[line["version"]], line["action"], parameters)
        except ApiError as error:
            return {"Code": error.code}
        if line["action"].startswith("Create"):
            self.ids |= {seen: answer[name] for name, seen in line["answer"].items() if "-seen" in str(seen)}
        return answer

    def lacks(self, line: Mapping[str, Any]) -> list[str]:
        """Send one call; return what its answer lacks of the one that satisfied the provider."""
        answer = self.send(line)
        wanted = line["answer"]
        if answer.get("Code") != wanted.get("Code"):
            return [f"{line['action']}: wanted {wanted.get('Code', 'an answer')}, found {answer}"]
        refused = "NotFound" in str(wanted.get("Code"))
        return [] if refused else missing(wanted, answer, line["action"])
