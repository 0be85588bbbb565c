"""Keeps credentials that were handed to a host out of whatever that host says: it may be wrong, or not be honest."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

from acree_infra.doctor.facts import Fact
from acree_infra.doctor.job import Job
from acree_infra.errors import DiscoveryError, Problem

_HIDDEN = "[hidden]"


class Secrecy:
    """The password of a job in every form in which a host could say it; true when there is one.

    Args:
        job: what the host was told.
    """

    def __init__(self, job: Job) -> None:
        username, password = str(job.get("username", "")), str(job.get("password", ""))
        forms: set[str] = set()
        if password:
            pair = f"{username}:{password}"
            forms = {password, json.dumps(password)[1:-1], pair, base64.b64encode(pair.encode()).decode()}
            forms.add(base64.b64encode(password.encode()).decode())
        self._forms = sorted(forms, key=len, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._forms)

    def hidden(self, fact: Fact) -> Fact:
        """A fact without it."""
        if not self._forms:
            return fact
        data = {key: self._value(value) for key, value in fact.data.items()}
        return replace(fact, host=self.text(fact.host), error=self.text(fact.error), data=data)

    def of_error(self, error: DiscoveryError) -> DiscoveryError:
        """An error without it."""
        return DiscoveryError(
            tuple(Problem(each.where, self.text(each.message), self.text(each.remedy)) for each in error.problems)
        )

    def text(self, text: str) -> str:
        """A text without it."""
        for form in self._forms:
            text = text.replace(form, _HIDDEN)
        return text

    def _value(self, value: Any) -> Any:  # noqa: ANN401  # JSON of any shape
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._value(item) for item in value]
        if isinstance(value, dict):
            return {self.text(str(key)): self._value(item) for key, item in value.items()}
        return value
