"""Whatever a host says, the password that was handed to it is in nothing that goes on."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.doctor.facts import Fact
from acree_infra.doctor.secrecy import Secrecy
from acree_infra.errors import DiscoveryError, Problem

TRICKY = "p\"a\\s's $HOME `x`"
JOB = {"username": "someone", "password": TRICKY}


@pytest.mark.parametrize(
    "form",
    [
        TRICKY,
        json.dumps(TRICKY),
        f"someone:{TRICKY}",
        base64.b64encode(f"someone:{TRICKY}".encode()).decode(),
        base64.b64encode(TRICKY.encode()).decode(),
    ],
)
def test_every_form(form: str) -> None:
    shown = Secrecy(JOB).text(f"before {form} behind")
    assert TRICKY not in shown
    assert form.strip('"') not in shown
    assert shown.startswith("before ")
    assert shown.endswith(" behind")


@given(st.text(min_size=6), st.text(max_size=20), st.text(max_size=20))
def test_any_password(password: str, before: str, behind: str) -> None:
    assert password not in Secrecy({"password": password}).text(before + password + behind).replace("[hidden]", "\0")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.just(f"x{TRICKY}"),
        lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just(TRICKY), inner),
    )
)
def test_in_any_fact(value: object) -> None:
    told = {"step": "tls", "leg": "oss", "host": TRICKY, "error": TRICKY, "detail": value}
    hidden = Secrecy(JOB).hidden(Fact.of(told))
    assert TRICKY not in repr(hidden).encode().decode("unicode_escape", errors="replace")
    assert hidden.step == "tls"


def test_without_a_password_nothing_is_changed() -> None:
    secrecy = Secrecy({"username": "", "password": ""})
    fact = Fact.of({"step": "tls", "leg": "oss"})
    assert not secrecy
    assert secrecy.text("as it is") == "as it is"
    assert secrecy.hidden(fact) is fact


def test_errors() -> None:
    error = DiscoveryError((Problem(None, f"found {TRICKY}", f"not {TRICKY}"), Problem(None, "another")))
    found = Secrecy(JOB).of_error(error)
    assert [each.message for each in found.problems] == ["found [hidden]", "another"]
    assert found.problems[0].remedy == "not [hidden]"
