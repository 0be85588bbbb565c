"""Each named outcome, produced by really breaking that thing."""

from __future__ import annotations

import json
import string
from dataclasses import replace

import pytest
import trustme

from acree_infra.discovery.surroundings import Endpoint, Surroundings
from acree_infra.doctor.case import Limits, Login
from acree_infra.doctor.catalogue import CATALOGUE
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.here import Here
from acree_infra.doctor.judge.judges import judged
from acree_infra.doctor.result import DoctorReport, Outcome
from acree_infra.doctor.run import examine
from tests.infra.doctor.lab import (
    A1,
    A2,
    AUTH_HOST,
    LOGIN,
    O1,
    OSS_HOST,
    PASSWORD,
    REGISTRY_HOST,
    SIGNATURE,
    TOKEN,
    USER,
    Lab,
    R,
    by_code,
    outcomes,
)
from tests.infra.doctor.servers import Asked, Reply, black_hole, closed_port, serve, tls

LEGS = {"registry": (REGISTRY_HOST, R), "auth": (AUTH_HOST, A1), "oss": (OSS_HOST, O1)}
STRANGE = "https://tokens.example.com/auth"


def only(report: DoctorReport, code: str) -> str:
    """The cause of the one check with a code (two blobs may meet it); it weighs what the catalogue says."""
    found = by_code(report, code)
    assert len({(result.leg, result.check, result.address) for result in found}) == 1, outcomes(report)
    assert found[0].outcome is CATALOGUE[code].outcome
    assert found[0].remedy
    return found[0].cause


class TestNames:
    @pytest.mark.parametrize("leg", LEGS)
    def test_a_name_without_an_answer(self, site: Lab, leg: str) -> None:
        host = LEGS[leg][0]
        del site.dns.names[host]
        report = site.examine()
        assert f"{host} has no IPv4 address" in only(report, "no-dns-answer")
        assert "the name does not exist there" in only(report, "no-dns-answer")
        assert report.exit_code == 4
        assert {"ok"} == set(outcomes(report)["registry.dns" if leg != "registry" else "oss.tls"])

    def test_the_registry_at_another_private_address_still_works(self, site: Lab) -> None:
        site.dns.names[REGISTRY_HOST] = ["10.9.9.9"]
        site.detours["10.9.9.9:443"] = site.servers[R].endpoint
        report = site.examine()
        assert "but the linked VPCs have 10.0.0.20" in only(report, "not-linked-address")
        assert (report.outcome, report.exit_code) == (Outcome.WARN, 0)

    def test_the_registry_at_a_public_address(self, site: Lab) -> None:
        site.dns.names[REGISTRY_HOST] = ["8.8.4.4"]
        site.detours["8.8.4.4:443"] = site.servers[R].endpoint
        report = site.examine()
        assert "public address 8.8.4.4" in only(report, "public-address")
        assert report.exit_code == 4

    def test_storage_outside_the_known_ranges(self, site: Lab) -> None:
        site.dns.names[OSS_HOST] = ["100.99.1.1"]
        site.detours["100.99.1.1:443"] = site.servers[O1].endpoint
        assert "100.98.170.0/24" in only(site.examine(), "address-outside-ranges")

    def test_an_auth_address_without_a_route(self, site: Lab) -> None:
        site.dns.names[AUTH_HOST] = [A1, A2, "100.103.1.1"]
        site.detours["100.103.1.1:443"] = site.servers[A1].endpoint
        report = site.examine()
        assert f"the lock file has {A2}, {A1} for {AUTH_HOST}" in only(report, "no-route-in-plan")

    def test_an_auth_address_that_is_gone(self, site: Lab) -> None:
        site.dns.names[AUTH_HOST] = [A1]
        report = site.examine()
        assert A2 in only(report, "address-drift")
        assert report.exit_code == 0

    def test_two_servers_that_know_nothing_are_both_named(self, site: Lab) -> None:
        site.dns.broken.add(OSS_HOST)
        report = site.examine()
        assert "it failed with SERVFAIL" in only(report, "no-dns-answer")


class TestConnections:
    """All addresses are tried, and the ways that work go on."""

    @pytest.mark.parametrize("leg", LEGS)
    def test_a_route_that_is_missing_is_a_timeout(self, site: Lab, leg: str) -> None:
        with black_hole() as nowhere:
            site.detours[f"{LEGS[leg][1]}:443"] = nowhere
            report = site.examine(timeout=0.3)
        cause = only(report, "timeout")
        assert f"no answer from {LEGS[leg][1]} in the connection in time" in cause
        assert "the plan routes this address for its clients" in cause
        assert report.exit_code == 4

    @pytest.mark.parametrize("leg", LEGS)
    def test_a_closed_port_is_refused(self, site: Lab, leg: str) -> None:
        site.detours[f"{LEGS[leg][1]}:443"] = closed_port()
        assert "was reached and refuses" in only(site.examine(), "refused")

    def test_one_dead_address_of_two_does_not_stop_the_pull(self, site: Lab) -> None:
        site.detours[f"{A2}:443"] = closed_port()
        report = site.examine()
        assert outcomes(report)["auth.tcp"] == ["fail", "ok"]
        assert outcomes(report)["auth.token"] == ["ok"]
        assert outcomes(report)["oss.digest"] == ["ok"]
        assert report.exit_code == 4

    @pytest.mark.parametrize("leg", LEGS)
    @pytest.mark.parametrize("broken", ["reset", "after-tls"])
    def test_a_connection_that_is_broken_off(self, site: Lab, leg: str, broken: str) -> None:
        site.servers[LEGS[leg][1]].broken = broken
        assert "was reached and broke off" in only(site.examine(), "reset")

    def test_a_server_that_takes_the_connection_and_says_nothing(self, site: Lab) -> None:
        site.servers[O1].broken = "mute"
        assert "in TLS in time" in only(site.examine(timeout=0.3), "timeout")

    def test_a_port_that_speaks_something_else(self, site: Lab) -> None:
        site.servers[O1].broken = "garbage"
        assert f"TLS with {OSS_HOST}" in only(site.examine(), "tls-failed")

    @pytest.mark.parametrize("leg", LEGS)
    def test_a_certificate_of_another_name(self, site: Lab, leg: str) -> None:
        site.servers[LEGS[leg][1]].context = tls(site.authority, "other.example.com")
        assert f"is not for {LEGS[leg][0]}" in only(site.examine(), "tls-name-mismatch")

    @pytest.mark.parametrize("leg", LEGS)
    def test_a_certificate_of_an_unknown_authority(self, site: Lab, leg: str) -> None:
        site.servers[LEGS[leg][1]].context = tls(trustme.CA(), LEGS[leg][0])
        assert "is not trusted" in only(site.examine(), "certificate-untrusted")

    def test_everything_that_takes_longer_than_the_limit_is_slow(self, site: Lab) -> None:
        site.changed(limits=Limits(0.0))
        report = site.examine()
        assert {result.check for result in by_code(report, "slow")} >= {"dns", "tcp", "tls", "challenge", "storage"}
        assert report.exit_code == 0

    def test_an_answer_that_is_cut_off(self, site: Lab) -> None:
        site.registry.ping = Reply(401, b"x" * 100, cut=10)
        report = site.examine()
        assert "broke off in the answer (challenge): it ended 90 bytes too early" in only(report, "reset")
        assert outcomes(report)["auth.token"] == ["ok", "ok"], "the lock file knows the realm"


class TestRealm:
    """Credentials go to a trusted realm and to nothing else (G22)."""

    @pytest.mark.parametrize(
        "realm",
        [
            STRANGE,
            f"http://{AUTH_HOST}/auth",
            "https://dockerauth-vpc.cn-beijing.aliyuncs.com/auth",
            f"https://{AUTH_HOST}.example.com/auth",
            f"https://{AUTH_HOST}:8443/auth",
            f"https://{AUTH_HOST}@tokens.example.com/auth",
            f"https://evil-{AUTH_HOST}/auth",
            "https://dockerauth-vpcXcn-hangzhou.aliyuncs.com/auth",
            "https://[::1/auth",
            "ftp://tokens.example.com",
        ],
    )
    def test_nothing_is_sent_to_a_strange_realm(self, site: Lab, realm: str) -> None:
        def anything(asked: Asked) -> Reply:
            return Reply(200, json.dumps({"token": TOKEN}).encode())

        names = ("tokens.example.com", f"{AUTH_HOST}.example.com", f"evil-{AUTH_HOST}", AUTH_HOST)
        with serve(anything, tls(site.authority, *names)) as thief, serve(anything, None) as plain:
            for name in (*names, "dockerauth-vpc.cn-beijing.aliyuncs.com"):
                site.dns.names.setdefault(name, ["100.103.66.6"])
                if name != AUTH_HOST:
                    site.detours[f"{name}:443"] = thief.endpoint
                site.detours[f"{name}:80"] = plain.endpoint
            site.registry.challenges = [f'Bearer realm="{realm}",service="x"']
            site.changed(login=Login.SENT)
            report = site.examine(credentials=LOGIN)
        assert "nothing was sent there" in only(report, "unexpected-realm")
        assert report.exit_code == 5
        assert thief.connections == plain.connections == 0
        everything = [site.servers[address].asked for address in (R, A1, A2, O1)]
        assert not any("authorization" in asked.headers for found in everything for asked in found)
        assert outcomes(report)["auth.token"] == ["skip"]
        assert outcomes(report)["oss.tls"] == ["ok"], "the other legs are tried all the same"

    def test_a_trusted_realm_gets_them_and_nobody_else(self, site: Lab) -> None:
        site.changed(login=Login.SENT)
        assert site.examine(credentials=LOGIN).exit_code == 0
        assert all(asked.headers["authorization"].startswith("Basic ") for asked in site.servers[A1].asked)
        sent = [asked.headers.get("authorization") for asked in site.servers[R].asked]
        assert set(sent) == {None, f"Bearer {TOKEN}"}
        assert all("authorization" not in asked.headers for asked in site.servers[O1].asked)

    def test_a_trusted_realm_that_the_lock_file_does_not_know(self, site: Lab) -> None:
        host = "dockerauth-ee-vpc.cn-hangzhou.aliyuncs.com"
        site.dns.names[host] = [A1]
        with serve(site.auth.answer, tls(site.authority, host)) as other:
            site.detours[f"{host}:443"] = other.endpoint
            del site.detours[f"{A1}:443"]
            site.detours[f"{AUTH_HOST}:443"] = site.servers[A1].endpoint
            site.registry.challenges = [challenge.replace(AUTH_HOST, host) for challenge in site.registry.challenges]
            report = site.examine()
        assert f"the lock file has {AUTH_HOST}" in only(report, "host-changed")
        assert report.exit_code == 0

    def test_plain_http_when_the_stack_file_allows_it(self, site: Lab) -> None:
        auth = {"legs": {"auth": {"allow-plain-http": True}}}
        stack = site.case.stack
        topology = type(stack.topology).model_validate({**stack.topology.model_dump(by_alias=True), **auth})
        site.changed(stack=replace(stack, topology=topology))
        with serve(site.auth.answer, None) as plain:
            site.detours[f"{AUTH_HOST}:80"] = plain.endpoint
            site.registry.challenges = [text.replace("https://", "http://") for text in site.registry.challenges]
            report = site.examine()
            assert plain.connections == 2
        assert report.exit_code == 0, report
        assert outcomes(report)["oss.digest"] == ["ok"]


class TestSecrets:
    """Whatever happens, nothing that could be used to log in is in a report."""

    @pytest.mark.parametrize("status", [200, 307, 401, 403, 404, 500])
    def test_no_report_holds_a_secret(self, site: Lab, status: int) -> None:
        echo = f"{USER} {PASSWORD} {TOKEN} {SIGNATURE}".encode()
        if status not in {200, 307}:
            site.registry.manifest = Reply(status, echo)
            site.storage.reply = Reply(status, echo)
        site.changed(login=Login.SENT)
        shown = repr(site.examine(credentials=LOGIN)) + repr(LOGIN) + repr(site.order(credentials=LOGIN))
        for secret in (USER, PASSWORD, TOKEN, SIGNATURE, "c2VjcmV0"):
            assert secret not in shown


class TestChallenges:
    """A server that answers challenges in every legal and illegal shape."""

    SERVICE = "registry.aliyuncs.com:cn-hangzhou:china:cri-demo1234"

    @pytest.mark.parametrize(
        "headers",
        [
            ['bearer REALM="https://{host}/auth",Service="{service}"'],
            ['Bearer realm = "https://{host}/auth" , service = "{service}"'],
            ['Basic realm="x", Bearer realm="https://{host}/auth",service="{service}"'],
            ["Negotiate", 'Bearer service="{service}",realm="https://{host}/auth"'],
            ['Bearer realm="https:\\/\\/{host}/auth",service="{service}"'],
            [', ,Bearer realm="https://{host}/auth",service="{service}",scope="a,b"'],
            ['Bearer realm="https://{host}/auth?a=b",service="{service}"'],
        ],
    )
    def test_legal(self, site: Lab, headers: list[str]) -> None:
        site.registry.challenges = [text.format(host=AUTH_HOST, service=self.SERVICE) for text in headers]
        report = site.examine()
        assert report.exit_code == 0, report
        assert any("from the challenge" in result.cause for result in report.checks if result.check == "realm")

    @pytest.mark.parametrize(
        "headers",
        [
            [],
            ["Basic realm=x"],
            ["Bearer"],
            ["Bearer service=x"],
            ['Bearer realm=""'],
            ['Bearer realm="https://unfinished'],
            ["Bearer realm=https://{host}/auth"],
            ['Bearer realm="a" realm="b"'],
            ["\x01\x02"],
            ["Bearer abc=="],
        ],
    )
    def test_illegal(self, site: Lab, headers: list[str]) -> None:
        site.registry.challenges = [text.format(host=AUTH_HOST) for text in headers]
        report = site.examine()
        cause = only(report, "unexpected-answer")
        assert cause.isprintable()
        assert "/v2/" in cause
        assert outcomes(report)["auth.token"] == ["ok", "ok"], "the lock file knows the realm"

    @pytest.mark.parametrize("status", [204, 301, 403, 404, 500])
    def test_another_status(self, site: Lab, status: int) -> None:
        site.registry.ping = Reply(status, b"")
        assert f"status {status} instead of status 401" in only(site.examine(), "unexpected-answer")


class TestCatalogue:
    def test_every_outcome_has_a_text_and_a_way_out(self) -> None:
        for code, named in CATALOGUE.items():
            assert code == named.code
            assert set(code) <= set(string.ascii_lowercase + "-")
            assert named.cause
            assert named.remedy
            assert not named.cause.endswith(".")
            assert not named.remedy.endswith(".")

    def test_unreachable_is_told_from_a_timeout(self, site: Lab) -> None:
        told = {
            "step": "tcp",
            "leg": "oss",
            "host": OSS_HOST,
            "address": O1,
            "error": "unreachable",
            "detail": "no way",
        }
        assert [result.code for result in judged(site.case, Fact.of(told))] == ["unreachable"]


def test_a_dead_resolver_is_named(site: Lab) -> None:
    order = site.order()
    around = replace(order.around, resolvers=(Endpoint("127.0.0.1", 9),), timeout=0.2)
    report = examine(site.case, replace(order, around=around), Here(around))
    assert "127.0.0.1:9" in by_code(report, "no-dns-answer")[0].cause


class TestWithheld:
    """A host that gets no credentials takes a refusal for what it is."""

    @pytest.mark.parametrize("status", [401, 403, 404])
    def test_an_image_that_a_user_may_see(self, site: Lab, status: int) -> None:
        site.registry.manifest = Reply(status, b"{}")
        site.changed(login=Login.WITHHELD)
        report = site.examine()
        assert [result.check for result in by_code(report, "credentials-withheld")] == ["manifest"]
        assert report.exit_code == 0

    def test_an_image_that_nobody_may_see(self, site: Lab) -> None:
        site.registry.manifest = Reply(401, b"{}")
        assert "without a user (none was found)" in only(site.examine(), "bad-credentials")


def test_the_hosts_file_of_this_machine_counts_where_no_server_is_named() -> None:
    found = Here(Surroundings())._look_up("registry", "localhost")
    assert (found["addresses"], found["server"]) == (["127.0.0.1"], "this machine")
