"""What is skipped, as a pure function of what gave a result."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.doctor.checks import COMMON, NAMES, ROUTES, STEPS
from acree_infra.doctor.result import CheckResult, Outcome
from acree_infra.doctor.skips import Wishes, skips
from acree_infra.routing.nouns import ALL_LEGS, LegId

ALL = Wishes(ALL_LEGS, frozenset(), image=True)
LINES = [(leg, "tls") for leg in ALL_LEGS]
PULL = [*LINES, *((step.leg, step.name) for step in STEPS)]


def result(leg: LegId, check: str, outcome: Outcome = Outcome.OK, address: str = "") -> CheckResult:
    return CheckResult(check, leg, "host.example", address, outcome)


def skipped(done: list[CheckResult], wishes: Wishes = ALL) -> dict[str, str]:
    return {found.check: found.cause for found in skips(done, wishes)}


class TestPull:
    def test_nothing_is_skipped_when_all_is_done(self) -> None:
        assert skips([result(*each) for each in PULL], ALL) == ()

    @pytest.mark.parametrize("broken", [step.name for step in STEPS])
    def test_what_follows_names_the_one_that_broke(self, broken: str) -> None:
        place = [name for _, name in PULL].index(broken)
        done = [result(*each) for each in PULL[:place]]
        leg = PULL[place][0]
        done.append(result(leg, broken, Outcome.FAIL))
        found = skipped(done)
        assert broken not in found
        if broken == "challenge":  # the lock file may know the realm, so the probe decides; here it did not come
            assert found["realm"] == "skipped: challenge of the registry leg did not pass"
        assert set(found.values()) <= {f"skipped: {broken} of the {leg} leg did not pass"}
        assert set(found) == {name for _, name in PULL[place + 1 :]}

    def test_one_address_that_passes_is_enough(self) -> None:
        done = [result(*each) for each in PULL if each[1] != "token"]
        done += [
            result(LegId.AUTH, "token", Outcome.FAIL, "10.0.0.1"),
            result(LegId.AUTH, "token", Outcome.OK, "10.0.0.2"),
        ]
        assert skipped(done) == {}

    @given(st.lists(st.tuples(st.sampled_from(PULL), st.sampled_from(Outcome)), max_size=20))
    def test_every_step_has_a_result_or_a_skip(self, found: list[tuple[tuple[LegId, str], Outcome]]) -> None:
        done = [result(leg, check, outcome) for (leg, check), outcome in found]
        all_of_them = [*done, *skips(done, ALL)]
        for step in STEPS:
            of_step = [each for each in all_of_them if (each.leg, each.check) == (step.leg, step.name)]
            assert of_step
            assert all(each.cause.startswith("skipped: ") for each in of_step if each not in done)

    @given(
        st.sets(st.sampled_from(ALL_LEGS), min_size=1),
        st.sets(st.sampled_from(NAMES)),
        st.booleans(),
        st.lists(st.tuples(st.sampled_from(PULL), st.sampled_from(Outcome)), max_size=12),
    )
    def test_only_wanted_legs_are_told(
        self, legs: set[LegId], names: set[str], image: bool, found: list[tuple[tuple[LegId, str], Outcome]]
    ) -> None:
        wishes = Wishes(tuple(leg for leg in ALL_LEGS if leg in legs), frozenset(names), image)
        done = [result(leg, check, outcome) for (leg, check), outcome in found if leg in legs]
        for each in skips(done, wishes):
            assert each.leg in legs
            assert each.outcome is Outcome.SKIP


class TestLines:
    def test_behind_a_name(self) -> None:
        found = skips([result(LegId.OSS, "dns", Outcome.FAIL)], Wishes((LegId.OSS,), frozenset(), image=True))
        assert [each.check for each in found[:3]] == ["address", "tcp", "tls"]
        assert {each.host for each in found[:3]} == {"host.example"}

    def test_behind_a_connection(self) -> None:
        found = skips([result(LegId.OSS, "tcp", Outcome.FAIL, "10.0.0.1")], ALL)
        assert (found[0].check, found[0].address) == ("tls", "10.0.0.1")

    @pytest.mark.parametrize("outcome", [Outcome.OK, Outcome.WARN, Outcome.SKIP])
    def test_not_behind_what_did_not_fail(self, outcome: Outcome) -> None:
        assert not any(each.check in {"tcp", "tls"} for each in skips([result(LegId.OSS, "dns", outcome)], ALL))


class TestNames:
    def test_each_has_one_place(self) -> None:
        assert len(set(NAMES)) == len(NAMES) == len(COMMON) + len(ROUTES) + len(STEPS)

    def test_each_need_comes_before(self) -> None:
        for step in STEPS:
            for _, name in step.needs:
                assert NAMES.index(name) < NAMES.index(step.name)
