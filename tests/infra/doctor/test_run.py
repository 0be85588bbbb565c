"""A pull in order, what is skipped and why, waiting, wishes."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from acree_infra.doctor.checks import NAMES
from acree_infra.doctor.here import Here
from acree_infra.doctor.job import Job
from acree_infra.doctor.result import CheckResult, DoctorReport, Outcome
from acree_infra.doctor.run import Waiting, examine, parse_wishes
from acree_infra.doctor.vantage import Emit
from acree_infra.errors import ConfigError
from acree_infra.routing.nouns import ALL_LEGS, LegId
from tests.infra.doctor.lab import A1, A2, AUTH_HOST, O1, OSS_HOST, REGISTRY_HOST, Lab, R, by_code, outcomes
from tests.infra.doctor.servers import closed_port


def causes(report: DoctorReport, check: str) -> set[str]:
    return {result.cause for result in report.checks if result.check == check and result.outcome is Outcome.SKIP}


@dataclass
class Watcher:
    """Keeps what an observer is told."""

    told: list[str] = field(default_factory=list)

    def begin(self, vantage: str, attempt: int) -> None:
        self.told.append(f"begin {vantage} {attempt}")

    def checked(self, result: CheckResult) -> None:
        self.told.append(f"{result.leg} {result.check}")

    def end(self, report: DoctorReport) -> None:
        self.told.append(f"end {report.exit_code}")


@dataclass
class Time:
    """A clock that moves only when something sleeps."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class TestInOrder:
    """A pull that works passes every check, at every address."""

    def test_every_check_passes(self, site: Lab) -> None:
        report = site.examine()
        assert report.exit_code == 0, report
        assert {result.outcome for result in report.checks} == {Outcome.OK}
        assert outcomes(report)["auth.token"] == ["ok", "ok"]
        assert outcomes(report)["registry.manifest"] == ["ok"]
        assert outcomes(report)["oss.storage"] == ["ok", "ok"]
        assert outcomes(report)["oss.digest"] == ["ok"]
        assert {result.address for result in report.checks if result.check == "tls"} == set(site.servers)

    def test_every_phase_has_its_time(self, site: Lab) -> None:
        timed = {result.check for result in site.examine().checks if result.milliseconds is not None}
        assert timed == {"dns", "tcp", "tls", "challenge", "token", "manifest", "blob", "storage"}

    def test_one_connection_for_each_address(self, site: Lab) -> None:
        site.examine()
        assert {address: server.connections for address, server in site.servers.items()} == {R: 1, A1: 1, A2: 1, O1: 1}

    def test_checks_stand_in_the_order_of_a_pull(self, site: Lab) -> None:
        report = site.examine()
        assert [leg.leg for leg in report.legs] == list(ALL_LEGS)
        for leg in report.legs:
            places = [NAMES.index(result.check) for result in leg.checks]
            assert places == sorted(places)

    def test_a_server_that_ends_each_connection_is_asked_again(self, site: Lab) -> None:
        answer = site.registry.answer
        site.servers[R].answer = lambda asked: answer(asked).closing()
        report = site.examine()
        assert report.exit_code == 0
        assert site.servers[R].connections > 1


class TestSkips:
    """Only true dependants are skipped, and they name the check that made them pointless."""

    def test_without_an_image_the_pull_ends_with_the_token(self, site: Lab) -> None:
        site.changed(image=None)
        report = site.examine()
        assert report.exit_code == 0
        for check in ("manifest", "blob", "redirect", "storage", "digest"):
            assert causes(report, check) == {"skipped: no image was named: --image REPOSITORY[:TAG|@DIGEST]"}

    def test_a_dead_registry_leaves_the_other_legs(self, site: Lab) -> None:
        site.detours[f"{R}:443"] = closed_port()
        report = site.examine()
        assert causes(report, "tls") == {f"skipped: tcp to {R} failed"}
        assert causes(report, "challenge") == {"skipped: no tls of the registry leg passed"}
        assert outcomes(report)["auth.realm"] == ["ok"], "the lock file knows the realm"
        assert outcomes(report)["auth.token"] == ["ok", "ok"]
        assert outcomes(report)["oss.tls"] == ["ok"]
        assert causes(report, "digest") == {"skipped: no tls of the registry leg passed"}

    def test_a_dead_auth_service_leaves_the_other_legs(self, site: Lab) -> None:
        site.detours[f"{A1}:443"] = site.detours[f"{A2}:443"] = closed_port()
        report = site.examine()
        assert causes(report, "token") == {"skipped: no tls of the auth leg passed"}
        assert causes(report, "manifest") == {"skipped: no tls of the auth leg passed"}
        assert outcomes(report)["oss.tls"] == ["ok"]

    def test_dead_storage_is_the_end_of_the_pull_only(self, site: Lab) -> None:
        site.detours[f"{O1}:443"] = closed_port()
        report = site.examine()
        assert outcomes(report)["oss.redirect"] == ["ok", "ok"]
        assert causes(report, "storage") == {"skipped: no tls of the oss leg passed"}

    def test_a_name_that_fails_skips_its_address_and_lines(self, site: Lab) -> None:
        del site.dns.names[OSS_HOST]
        report = site.examine()
        for check in ("address", "tcp", "tls"):
            assert causes(report, check) == {f"skipped: dns of {OSS_HOST} failed"}

    def test_nothing_is_known_of_auth_without_lock_and_challenge(self, site: Lab) -> None:
        data = site.case.lock.model_dump(mode="json")
        data["legs"]["auth"] = None
        site.changed(lock=type(site.case.lock).model_validate(data))
        site.detours[f"{R}:443"] = closed_port()
        report = site.examine()
        assert outcomes(report)["auth.realm"] == ["skip"]
        assert causes(report, "token") == {"skipped: no tls of the registry leg passed"}


class TestWishes:
    @pytest.mark.parametrize(
        ("leg", "hosts"), [("registry", {REGISTRY_HOST}), ("auth", {AUTH_HOST}), ("oss", {OSS_HOST})]
    )
    def test_only_one_leg(self, site: Lab, leg: str, hosts: set[str]) -> None:
        report = site.examine(only=(leg,))
        assert [str(part.leg) for part in report.legs] == [leg]
        assert {result.host for result in report.checks if result.host} == hosts
        assert report.exit_code == 0

    def test_only_auth_takes_the_realm_of_the_lock_file(self, site: Lab) -> None:
        report = site.examine(only=("auth",))
        assert outcomes(report)["auth.token"] == ["ok", "ok"]
        assert site.servers[R].connections == 0

    def test_only_oss_is_its_lines(self, site: Lab) -> None:
        report = site.examine(only=("oss",))
        assert causes(report, "redirect") == {"skipped: the registry leg is left out"}

    def test_without_auth_no_token_is_asked_for(self, site: Lab) -> None:
        report = site.examine(skip=("auth",))
        assert causes(report, "manifest") == {"skipped: the auth leg is left out"}
        assert not any(asked.path.startswith("/auth") for asked in site.servers[A1].asked)

    def test_without_oss_no_blob_is_asked_for(self, site: Lab) -> None:
        report = site.examine(skip=("oss",))
        assert outcomes(report)["registry.manifest"] == ["ok"]
        assert outcomes(report)["registry.blob"] == ["skip"]
        assert site.servers[O1].connections == 0

    @pytest.mark.parametrize("check", NAMES)
    def test_each_check_can_be_left_out(self, site: Lab, check: str) -> None:
        report = site.examine(skip=(check,))
        found = [result for result in report.checks if result.check == check]
        assert all(result.outcome is Outcome.SKIP for result in found)
        if check not in {"plan", "live"}:
            assert {result.cause for result in found} <= {
                f"skipped: {check} is left out by --skip",
                "skipped: left out by --skip",
            }
        assert report.exit_code == 0

    def test_a_failure_that_is_not_wanted_is_no_failure(self, site: Lab) -> None:
        site.dns.names[OSS_HOST] = ["100.99.1.1"]
        site.detours["100.99.1.1:443"] = site.servers[O1].endpoint
        assert site.examine(skip=("address",)).exit_code == 0

    @pytest.mark.parametrize(
        ("only", "skip", "said"),
        [
            (("tls",), (), "--only: expected one of auth, oss, registry, found 'tls'"),
            ((), ("nothing",), "--skip: expected one of"),
            (("regstry",), (), "found 'regstry'; did you mean 'registry'"),
            ((), ("tsl",), "found 'tsl'; did you mean 'tls'"),
            (("oss",), ("oss",), "leave no leg"),
        ],
    )
    def test_wrong_names(self, only: tuple[str, ...], skip: tuple[str, ...], said: str) -> None:
        with pytest.raises(ConfigError, match=said):
            parse_wishes(only, skip, image=True)


class TestWaiting:
    def test_it_runs_until_it_passes(self, site: Lab) -> None:
        real, time, watcher = site.detours[f"{O1}:443"], Time(), Watcher()
        site.detours[f"{O1}:443"] = closed_port()
        broken = site.order()

        class Repaired(Here):
            """The route comes after the second run."""

            def follow(self, job: Job, emit: Emit) -> None:
                detours = {**job["connect_to"]}
                if time.now >= 4:
                    detours[f"{O1}:443"] = real
                super().follow({**job, "connect_to": detours}, emit)

        waiting = Waiting(120, 2, time.clock, time.sleep)
        report = examine(site.case, broken, Repaired(broken.around), waiting=waiting, observer=watcher)
        assert report.exit_code == 0
        assert time.slept == [2, 2]
        assert [line for line in watcher.told if line.startswith(("begin", "end"))] == [
            "begin here 1",
            "begin here 2",
            "begin here 3",
            "end 0",
        ]
        assert watcher.told.count("oss dns") == 3

    def test_it_ends_when_the_time_is_up(self, site: Lab) -> None:
        time = Time()
        site.detours[f"{O1}:443"] = closed_port()
        order = site.order()
        waiting = Waiting(5, 2, time.clock, time.sleep)
        report = examine(site.case, order, Here(order.around), waiting=waiting)
        assert report.exit_code == 4
        assert time.slept == [2, 2, 1]

    def test_it_does_not_insist_when_it_is_not_safe(self, site: Lab) -> None:
        time = Time()
        site.registry.challenges = ['Bearer realm="https://tokens.example.com/auth"']
        order = site.order()
        report = examine(site.case, order, Here(order.around), waiting=Waiting(60, 2, time.clock, time.sleep))
        assert (report.exit_code, time.slept) == (5, [])


class TestLive:
    def test_its_results_are_part_of_the_report(self, site: Lab) -> None:
        missing = CheckResult("live", LegId.OSS, "vtb-1", "100.118.28.0/24", Outcome.FAIL, "route-missing", "no", "do")
        order = site.order()
        report = examine(site.case, order, Here(order.around), live=lambda: [missing])
        assert by_code(report, "route-missing") == [missing]
        assert report.exit_code == 4
