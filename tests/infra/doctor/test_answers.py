"""Answers that somebody brought back: complete, cut off, or made by somebody else."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acree_infra.doctor import answers as room
from acree_infra.doctor.answers import AnswersFile
from acree_infra.doctor.case import Login
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.script import Carried
from acree_infra.errors import ConfigError, DiscoveryError

FACTS = [
    {"step": "dns", "leg": "oss", "host": "b.example", "addresses": ["100.118.28.44"], "aliases": [], "server": "x"},
    {"step": "tcp", "leg": "oss", "host": "b.example", "address": "100.118.28.44", "error": "timeout", "source": ""},
]
ORDER = {
    "stack": "dev",
    "site": "hq",
    "image": "team/app:1.2",
    "platform": "linux/amd64",
    "wanted": "0" * 64,
    "only": ["oss"],
    "skip": [],
}


def document() -> dict[str, Any]:
    probe = {"schema_version": 1, "by": "curl", "facts": [*FACTS, {"step": "end"}]}
    return {"schema_version": 1, "login": "sent", "order": dict(ORDER), "probe": probe}


def put(folder: Path, text: str | bytes) -> AnswersFile:
    path = folder / "answers.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return AnswersFile(path)


class TestRead:
    def test_whole_answers(self, tmp_path: Path) -> None:
        found = put(tmp_path, json.dumps(document())).read()
        assert found.name == f"answers:{tmp_path}/answers.json"
        assert found.carried == Carried("dev", "hq", "team/app:1.2", "linux/amd64", "0" * 64, ("oss",), ())
        assert found.login is Login.SENT
        assert [fact.step for fact in found.facts] == ["dns", "tcp"]

    def test_on_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        raw = io.TextIOWrapper(io.BytesIO(json.dumps(document()).encode()))
        monkeypatch.setattr("sys.stdin", raw)
        assert AnswersFile(Path("-")).read().name == "answers:-"

    def test_they_are_followed_as_if_seen_live(self, tmp_path: Path) -> None:
        seen: list[Fact] = []
        put(tmp_path, json.dumps(document())).read().follow({"legs": {"oss": ["b.example"]}}, seen.append)
        assert [fact.step for fact in seen] == ["dns", "tcp"]

    def test_a_host_that_was_left_out(self, tmp_path: Path) -> None:
        found = put(tmp_path, json.dumps(document())).read()
        seen: list[Fact] = []
        with pytest.raises(DiscoveryError, match=r"found none for a\.example, c\.example"):
            found.follow({"legs": {"registry": ["a.example"], "oss": ["b.example", "c.example"]}}, seen.append)
        assert seen == []


class TestRefused:
    def refused(self, folder: Path, text: str | bytes) -> str:
        with pytest.raises(ConfigError, match="expected the answers of a probe") as raised:
            put(folder, text).read()
        shown = str(raised.value)
        assert shown.isprintable()
        assert len(shown) < 600
        return shown

    def test_wherever_it_was_cut_off(self, tmp_path: Path) -> None:
        whole = json.dumps(document())
        for length in range(0, len(whole) - 1, 7):
            self.refused(tmp_path, whole[:length])

    @pytest.mark.parametrize("text", ["", "[]", "3", "null", "sh: not found", b"\xff\xfe", "[" * 100_000, '{"a":NaN}'])
    def test_garbage(self, tmp_path: Path, text: str | bytes) -> None:
        self.refused(tmp_path, text)

    @pytest.mark.parametrize("key", ["schema_version", "login", "order", "probe"])
    def test_a_part_that_is_not_there(self, tmp_path: Path, key: str) -> None:
        told = document()
        del told[key]
        self.refused(tmp_path, json.dumps(told))

    @pytest.mark.parametrize("key", sorted(ORDER))
    @pytest.mark.parametrize("value", [None, 3, ["a", 3], {}, "two words", "\x1b[2J", "x" * 400, ["x"] * 100])
    def test_a_part_of_the_order_that_is_none(self, tmp_path: Path, key: str, value: object) -> None:
        told = document()
        told["order"][key] = value
        assert "\x1b" not in self.refused(tmp_path, json.dumps(told))

    def test_huge(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(room, "MOST_BYTES", 1_000)
        assert "more than 1000 bytes" in self.refused(tmp_path, " " * 1_001)

    def test_a_log_with_secrets_is_not_shown(self, tmp_path: Path) -> None:
        assert "s3cret" not in self.refused(tmp_path, "+ ACREE_REGISTRY_PASSWORD=s3cret\n" + json.dumps(document()))

    @pytest.mark.parametrize("name", ["none.json", "."])
    def test_no_file(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(ConfigError, match="cannot be read"):
            AnswersFile(tmp_path / name).read()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_KEYS = ("step", "leg", "host", "address", "error", "ms", "addresses", "aliases", "server", "source", "headers")


@settings(max_examples=200, deadline=None)
@given(
    facts=st.lists(st.dictionaries(st.sampled_from(_KEYS), _JSON | st.sampled_from(["dns", "oss", "10.0.0.1"]))),
    order=st.dictionaries(st.sampled_from(sorted(ORDER)), _JSON),
)
def test_whatever_it_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, facts: list[dict[str, object]], order: dict[str, object]
) -> None:
    told = document()
    told["order"] |= order
    told["probe"]["facts"] += facts
    file = put(tmp_path_factory.getbasetemp(), json.dumps(told))
    seen: tuple[Fact, ...] = ()
    with suppress(ConfigError):
        seen = file.read().facts
    assert all(isinstance(fact, Fact) for fact in seen)
