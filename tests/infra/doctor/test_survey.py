"""Several hosts are asked at once, in the order in which they were named, and none hides another."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

import pytest

from acree_infra.doctor.facts import Fact
from acree_infra.doctor.job import Job
from acree_infra.doctor.result import CheckResult, DoctorReport
from acree_infra.doctor.survey import Survey, Unseen, shared, survey
from acree_infra.doctor.vantage import Emit, Vantage
from acree_infra.errors import AccessError, AcreeError, ConfigError
from tests.infra.doctor.formats.test_formats import FAILED, FINE, report


@dataclass(frozen=True)
class Named:
    name: str

    def follow(self, job: Job, emit: Emit) -> None:
        raise AssertionError((job, emit, Fact))


HOSTS = tuple(Named(f"ecs:i-{number}") for number in range(8))


def seen(vantage: Vantage) -> DoctorReport:
    return replace(report(FINE), vantage=vantage.name)


class TestLooking:
    def test_in_their_order(self) -> None:
        found = survey(HOSTS, seen)
        assert [each.vantage for each in found.reports] == [host.name for host in HOSTS]
        assert found.unseen == ()
        assert found.exit_code == 0

    def test_all_at_once(self) -> None:
        together = threading.Barrier(len(HOSTS), timeout=60)

        def look(vantage: Vantage) -> DoctorReport:
            together.wait()
            return seen(vantage)

        assert len(survey(HOSTS, look).reports) == len(HOSTS)

    def test_one_that_cannot_be_asked(self) -> None:
        def look(vantage: Vantage) -> DoctorReport:
            if vantage.name == "ecs:i-3":
                raise AccessError("no key")
            return seen(vantage)

        found = survey(HOSTS, look)
        assert len(found.reports) == len(HOSTS) - 1
        assert [(each.vantage, str(each.error)) for each in found.unseen] == [("ecs:i-3", "no key")]
        assert found.exit_code == AccessError.exit_code

    def test_a_fault_of_ours_is_not_hidden(self) -> None:
        def look(vantage: Vantage) -> DoctorReport:
            raise LookupError(vantage.name)

        with pytest.raises(LookupError, match="i-0"):
            survey(HOSTS, look)


class TestShared:
    def test_tables_are_read_once_for_all(self) -> None:
        reads: list[int] = []

        def read() -> list[CheckResult]:
            reads.append(1)
            return [FINE]

        live = shared(read)
        found = survey(HOSTS, lambda vantage: replace(report(*live()), vantage=vantage.name))
        assert len(found.reports) == len(HOSTS)
        assert {each.checks for each in found.reports} == {(FINE,)}
        assert reads == [1]

    def test_a_refusal_reaches_each(self) -> None:
        def read() -> list[CheckResult]:
            raise AccessError("no key")

        live = shared(read)
        for _ in range(2):
            with pytest.raises(AccessError, match="no key"):
                live()


FINE_ONE, FAILED_ONE = report(FINE), report(FAILED)
STOPPED = report(replace(FAILED, code="unexpected-realm"))


@pytest.mark.parametrize(
    ("reports", "errors", "code"),
    [
        ((), (), 0),
        ((FINE_ONE, FAILED_ONE), (), 4),
        ((FINE_ONE, STOPPED, FAILED_ONE), (), 5),
        ((FAILED_ONE,), (ConfigError("x"),), 2),
        ((), (ConfigError("x"), AccessError("y")), 3),
        ((STOPPED,), (AccessError("y"),), 5),
    ],
)
def test_exit_codes(reports: tuple[DoctorReport, ...], errors: tuple[AcreeError, ...], code: int) -> None:
    assert Survey(reports, tuple(Unseen("ecs:i-1", error) for error in errors)).exit_code == code
