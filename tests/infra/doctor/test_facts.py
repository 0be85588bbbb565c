"""Facts of a host that is not trusted: whatever it says, nothing is raised later."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.doctor.facts import STEPS, Fact, check_complete, facts_of, read_facts
from acree_infra.doctor.judge.judges import JUDGES, judged
from acree_infra.doctor.result import CheckResult, Outcome
from acree_infra.errors import DiscoveryError
from acree_infra.routing.nouns import LegId
from tests.infra.doctor.lab import O1, OSS_HOST, case_of

CASE = case_of()
VALUES: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers(0, 999) | st.text(max_size=12)
KEYS: tuple[str, ...] = (
    "status",
    "detail",
    "reason",
    "realm",
    "origin",
    "trusted",
    "token",
    "reference",
    "found",
    "platform",
    "blobs",
)
KEYS += ("digest", "size", "bytes", "scheme", "target", "location", "accepted", "server", "source", "ms", "headers")
ADDRESSES = st.sampled_from(["", O1, "10.0.0.20", "8.8.4.4", "100.99.1.1"])


class TestAnything:
    """Every judge has an answer to every fact that can be read."""

    @given(
        st.sampled_from(STEPS),
        st.sampled_from(LegId),
        ADDRESSES,
        st.sampled_from(["", "timeout", "refused", "reset", "tls-name", "tls-untrusted", "tls", "unreachable", "odd"]),
        st.dictionaries(st.sampled_from(KEYS), VALUES | st.dictionaries(VALUES, VALUES, max_size=2)),
    )
    def test_judges_never_raise(self, step: str, leg: LegId, address: str, error: str, more: dict[str, Any]) -> None:
        told = {**more, "step": step, "leg": str(leg), "host": OSS_HOST, "address": address, "error": error}
        found = judged(CASE, Fact.of(told))
        for result in found:
            assert isinstance(result, CheckResult)
            assert result.cause.isprintable()
            assert result.outcome is Outcome.OK or result.code

    @given(st.text(max_size=200))
    def test_a_text_is_facts_or_an_error(self, text: str) -> None:
        with pytest.raises(DiscoveryError):
            read_facts(text, "ecs:i-1")

    @given(
        st.recursive(
            VALUES,
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["facts", "step", "leg"]), inner)
            ),
        )
    )
    def test_a_document_is_facts_or_an_error(self, document: object) -> None:
        text = json.dumps({"schema_version": 1, "facts": document})
        if document == []:
            assert read_facts(text, "ecs:i-1") == ()
        else:
            with pytest.raises(DiscoveryError, match="expected the probe's facts"):
                read_facts(text, "ecs:i-1")


class TestReading:
    def test_a_document(self) -> None:
        facts = [
            {"step": "tcp", "leg": "oss", "host": OSS_HOST, "address": O1, "error": "", "ms": 3},
            {"step": "end"},
        ]
        (fact,) = read_facts(json.dumps({"schema_version": 1, "facts": facts}), "x")
        assert (fact.step, fact.leg, fact.host, fact.address, fact.milliseconds) == (
            "tcp",
            LegId.OSS,
            OSS_HOST,
            O1,
            3.0,
        )

    def test_values_of_a_wrong_type_are_absent(self) -> None:
        told = {
            "step": "dns",
            "leg": "oss",
            "status": "200",
            "detail": 3,
            "trusted": "yes",
            "aliases": ["a", 3],
            "headers": {"a": ["b", 3], "c": "d"},
        }
        fact = Fact.of(told)
        assert (fact.number("status"), fact.text("detail"), fact.flag("trusted")) == (0, "", False)
        assert (fact.texts("aliases"), fact.texts("none")) == (("a",), ())
        assert (fact.header("a"), fact.header("c"), fact.header("none")) == (("b",), (), ())
        assert fact.milliseconds is None

    def test_a_host_name_moves_no_cursor(self) -> None:
        assert Fact.of({"step": "dns", "leg": "oss", "host": "a\x1b[2Jb\n"}).host == "a[2Jb"

    def test_every_step_has_a_judge(self) -> None:
        assert set(JUDGES) == set(STEPS)


class TestLimits:
    """What no honest probe says, and what would cost time or break a report."""

    def test_deep_nesting(self) -> None:
        with pytest.raises(DiscoveryError):
            read_facts("[" * 100_000, "ssh:x")

    @pytest.mark.parametrize("took", [float("inf"), float("nan"), -float("inf"), 10**400, 1 << 60, "3", None, [3]])
    def test_times_that_are_none(self, took: object) -> None:
        assert Fact.of({"step": "tls", "leg": "oss", "ms": took}).milliseconds is None

    @pytest.mark.parametrize("number", [10**4000, -(10**30), "3", None, 2.5])
    def test_numbers_that_are_none(self, number: object) -> None:
        assert Fact.of({"step": "tls", "leg": "oss", "size": number}).number("size") == 0

    def test_numbers_that_are(self) -> None:
        fact = Fact.of({"step": "tls", "leg": "oss", "size": 1 << 40, "ms": 12.5})
        assert (fact.number("size"), fact.milliseconds) == (1 << 40, 12.5)

    def test_many_addresses(self) -> None:
        with pytest.raises(ValueError, match="at most 256 addresses"):
            Fact.of({"step": "dns", "leg": "oss", "addresses": ["10.0.0.1"] * 257})

    def test_many_facts(self) -> None:
        with pytest.raises(ValueError, match="at most 5000 facts"):
            facts_of({"schema_version": 1, "facts": [{"step": "end"}] * 5_001})

    def test_what_may_hold_a_secret_is_not_shown(self) -> None:
        with pytest.raises(DiscoveryError) as raised:
            read_facts("s3cret", "ssh:x", shown=False)
        assert "s3cret" not in str(raised.value)
        assert "6 characters of something else" in str(raised.value)


class TestComplete:
    FACTS = (Fact.of({"step": "dns", "leg": "oss", "host": "a.example", "error": "no"}),)

    def test_a_host_that_was_looked_up_in_vain_is_there(self) -> None:
        check_complete(self.FACTS, {"oss": ["a.example"], "auth": []}, "ssh:x")

    def test_hosts_that_nobody_looked_up(self) -> None:
        with pytest.raises(DiscoveryError, match=r"expected an answer for every host, found none for b\.example"):
            check_complete(self.FACTS, {"oss": ["a.example", "b.example"]}, "ssh:x")

    def test_another_step_does_not_do(self) -> None:
        facts = (Fact.of({"step": "tls", "leg": "oss", "host": "a.example"}),)
        with pytest.raises(DiscoveryError):
            check_complete(facts, {"oss": ["a.example"]}, "ssh:x")
