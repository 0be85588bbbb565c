"""What servers answer, read without ever raising."""

from __future__ import annotations

import json
from email.message import Message
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.doctor.here import bearer
from acree_infra.doctor.probe.reading import (
    answer_facts,
    bearer_parameters,
    blob_facts,
    chosen_blobs,
    chosen_platform,
    json_object,
    manifest_facts,
    place_facts,
    place_parts,
    redirect_place,
    token_of,
)
from acree_infra.doctor.probe.wire import Answer

TOKENS = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-._~", min_size=1, max_size=12)
QUOTED = st.text([chr(code) for code in range(0x20, 0x7F)], min_size=1, max_size=30)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["config", "layers", "manifests", "platform", "digest", "size", "os", "architecture"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Answer:
    message = Message()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return Answer(status, message, body, 1.5)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class TestChallenge:
    """The small reader of the probe agrees with the full one on every legal challenge with a realm."""

    @given(QUOTED, st.dictionaries(TOKENS.filter(lambda name: name.lower() != "realm"), QUOTED, max_size=3))
    def test_it_agrees_with_the_full_reader(self, realm: str, more: dict[str, str]) -> None:
        names = {name.lower() for name in more}
        if len(names) < len(more) or not all(name.replace("-", "").isalnum() for name in more):
            return
        parameters = [f"realm={quoted(realm)}", *(f"{name}={quoted(value)}" for name, value in more.items())]
        header = f"Bearer {', '.join(parameters)}"
        assert bearer_parameters([header]) == bearer([header]) != {}

    @given(st.lists(st.text(max_size=60), max_size=3))
    def test_nothing_makes_it_raise(self, headers: list[str]) -> None:
        assert isinstance(bearer_parameters(headers), dict)

    @given(st.text(min_size=1, max_size=60))
    def test_a_broken_header_is_none_for_the_full_one(self, text: str) -> None:
        assert isinstance(bearer([text]), dict)


class TestManifest:
    @given(ANYTHING)
    def test_nothing_makes_it_raise(self, document: Any) -> None:  # noqa: ANN401  # any JSON value
        body = json.dumps(document).encode()
        found = manifest_facts(answer(body=body), "1.2", "linux/amd64")
        assert found["found"].startswith("sha256:")
        for digest, size in chosen_blobs(json_object(body)):
            assert isinstance(digest, str)
            assert size > 0

    def test_the_smallest_and_the_largest_blob_are_read(self) -> None:
        layers = [{"digest": name, "size": size} for name, size in (("b", 7), ("c", 900), ("d", 50))]
        assert chosen_blobs({"config": {"digest": "a", "size": 30}, "layers": layers}) == [("b", 7), ("c", 900)]

    def test_one_blob_is_read_once(self) -> None:
        assert chosen_blobs({"config": {"digest": "a", "size": 30}}) == [("a", 30)]

    def test_nothing_to_read(self) -> None:
        assert chosen_blobs({"layers": [{"digest": "a", "size": 0}, 3]}) == []

    def test_the_platform_is_matched_whole(self) -> None:
        entries = [
            {"digest": machine, "platform": {"os": "linux", "architecture": machine}} for machine in ("arm", "arm64")
        ]
        assert chosen_platform({"manifests": [3, {}, *entries]}, "linux/arm64") == "arm64"
        assert chosen_platform({"manifests": entries}, "linux/arm6") == ""


class TestAnswers:
    def test_of_an_error_only_its_word_is_told(self) -> None:
        body = b'{"errors":[{"code":"DENIED","message":"the secret is 42"}]}'
        assert answer_facts(answer(403, body, X_Secret="42")) == {
            "status": 403,
            "headers": {},
            "ms": 1.5,
            "reason": "DENIED",
        }

    @pytest.mark.parametrize(
        ("body", "token"),
        [(b'{"token":"a"}', "a"), (b'{"access_token":"b"}', "b"), (b"{}", ""), (b'{"token":null}', ""), (b"x", "")],
    )
    def test_a_token(self, body: bytes, token: str) -> None:
        assert token_of(answer(200, body)) == token
        assert token_of(answer(401, body)) == ""

    def test_a_blob_that_came_whole_is_summed(self) -> None:
        empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        assert blob_facts(answer(206), "d", 0) == {"digest": "d", "size": 0, "bytes": 0, "found": empty}
        assert blob_facts(answer(206, b"ab"), "d", 3)["found"] == ""


class TestPlaces:
    @pytest.mark.parametrize(
        ("place", "parts"),
        [
            ("https://a.b/c?d=e", ("https", "a.b", "/c?d=e")),
            ("https://A.B.:443", ("https", "a.b", "/")),
            ("http://a.b:80/c", ("http", "a.b", "/c")),
            ("https://a.b:444/c", ("", "", "")),
            ("https://a.b:99999/c", ("", "", "")),
            ("https:///c", ("", "", "")),
            ("https://[x/c", ("", "", "")),
            ("https://good@evil.example/c", ("https", "evil.example", "/c")),
        ],
    )
    def test_parts(self, place: str, parts: tuple[str, str, str]) -> None:
        assert place_parts(place) == parts

    @given(st.text(max_size=60))
    def test_no_query_is_ever_told(self, text: str) -> None:
        place = f"https://a.b/c?Signature={text}"
        assert "Signature" not in str(place_facts(place))
        assert "Signature" not in str(place_facts(f"https://[a.b/c?Signature={text}"))

    @given(st.text([chr(code) for code in range(0x20, 0x7F)], max_size=40))
    def test_a_location_is_joined_or_empty(self, text: str) -> None:
        assert isinstance(redirect_place(answer(307, Location=text), "https://a.b/c"), str)

    def test_a_user_in_a_location_is_not_told(self) -> None:
        assert place_facts("https://user:word@a.b/c")["location"] == "https://a.b/c"
