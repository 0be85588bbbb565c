"""What a script printed on a host that nobody can reach from here: read, checked, and followed as if seen live."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acree_infra.doctor.case import Login
from acree_infra.doctor.facts import MOST_BYTES, UNREADABLE, Fact, check_complete, facts_of
from acree_infra.doctor.job import Job
from acree_infra.doctor.script import Carried
from acree_infra.doctor.vantage import Emit
from acree_infra.errors import ConfigError

_NAME = re.compile(r"[\w./:@+-]{0,300}", re.ASCII)
_MOST_NAMES = 64
_TEXTS = ("stack", "site", "image", "platform", "wanted")


@dataclass(frozen=True, slots=True)
class Answers:
    """Implements `Vantage` for a host whose answers lie in a file.

    Attributes:
        name: how reports call it.
        carried: what the script was made for.
        login: with what a token was asked for there.
        facts: what was seen.
    """

    name: str
    carried: Carried
    login: Login
    facts: tuple[Fact, ...]

    def follow(self, job: Job, emit: Emit) -> None:
        """Tell every fact.

        Raises:
            DiscoveryError: a host of the job was never looked up.
        """
        check_complete(self.facts, job["legs"], self.name)
        for fact in self.facts:
            emit(fact)


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """A file that should hold answers; `-` stands for standard input."""

    path: Path

    @property
    def name(self) -> str:
        """How reports call the host that they come from."""
        return f"answers:{self.path}"

    def read(self) -> Answers:
        """The answers.

        Raises:
            ConfigError: it cannot be read, or holds something else.
        """
        try:
            return _answers(self.name, json.loads(self._text()))
        except OSError as error:
            raise ConfigError(f"{self.path} cannot be read: {error.strerror}") from error
        except UNREADABLE as error:
            found = f"no {error}" if isinstance(error, KeyError) else f"{error}"
            raise ConfigError(
                f"{self.name}: expected the answers of a probe, found something else ({_short(found)})",
                remedy="bring back the whole of what the script of `acree doctor --script` has printed",
            ) from None

    def _text(self) -> str:
        if str(self.path) == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with self.path.open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise ValueError(f"more than {MOST_BYTES} bytes")
        return raw.decode()


def _answers(name: str, document: Any) -> Answers:  # noqa: ANN401  # JSON of any shape
    if not isinstance(document, dict) or document.get("schema_version") != 1:
        raise ValueError("expected a document with schema_version 1")
    order = document["order"]
    if not isinstance(order, dict):
        raise ValueError("expected an object as order")
    stack, site, image, platform, wanted = (_word(order[key]) for key in _TEXTS)
    carried = Carried(stack, site, image, platform, wanted, _words(order["only"]), _words(order["skip"]))
    return Answers(name, carried, Login(document["login"]), facts_of(document["probe"]))


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > _MOST_NAMES:
        raise ValueError("expected a list of names")
    return tuple(_word(item) for item in value)


def _word(value: object) -> str:
    if not isinstance(value, str) or _NAME.fullmatch(value) is None:
        raise ValueError("expected a name")
    return value


def _short(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:120]
