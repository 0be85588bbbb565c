"""Secrets are known by the name of their key or by their look."""

from __future__ import annotations

import pytest

from acree_infra.topology.fault import Fault
from acree_infra.topology.masking import is_secret_key, is_secret_text, masked

SECRETS = [
    "LTAI5tExampleExample",
    "STS.NUexample1234",
    "eyJhbGciOiJIUzI1NiJ9.e30.x",
    "-----BEGIN PRIVATE KEY-----abc",
]


@pytest.mark.parametrize("text", SECRETS)
def test_look(text: str) -> None:
    assert is_secret_text(text)
    assert masked(f"unknown key '{text}") == "unknown key '(not shown)"
    assert masked(text) == "(not shown)"


def test_ciphertext_is_known_as_a_whole_value_only() -> None:
    assert is_secret_text("v1:abc:def")
    assert not is_secret_text("a v1:abc")


@pytest.mark.parametrize("name", ["secretKey", "PASSWORD", "accessKeyId", "private_key", "token", "salt", "credential"])
def test_names_that_speak_of_secrets(name: str) -> None:
    assert is_secret_key(name)


@pytest.mark.parametrize("name", ["region", "vpc", "route-tables", "key", "reason", "host"])
def test_names_that_do_not(name: str) -> None:
    assert not is_secret_key(name)


def test_every_problem_is_masked_however_it_was_worded() -> None:
    problem = Fault(("registry",), f"found {SECRETS[0]}", f"remove {SECRETS[1]}").located("f", {})
    assert str(problem) == "f:1: found (not shown); remove (not shown)"
