"""Named outcomes of token, image, redirect and storage: each produced by really breaking that thing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from acree_infra.doctor.case import Image, Login
from acree_infra.doctor.catalogue import CATALOGUE
from acree_infra.doctor.result import DoctorReport, Outcome
from tests.infra.doctor.lab import (
    A1,
    AUTH_HOST,
    LOGIN,
    O1,
    OSS_HOST,
    REGISTRY_HOST,
    SIGNATURE,
    Lab,
    R,
    by_code,
    case_of,
    digest,
    outcomes,
)
from tests.infra.doctor.servers import Reply, serve, tls

LEGS = {"registry": (REGISTRY_HOST, R), "auth": (AUTH_HOST, A1), "oss": (OSS_HOST, O1)}
STRANGE = "https://tokens.example.com/auth"


def only(report: DoctorReport, code: str) -> str:
    """The cause of the one check with a code (two blobs may meet it); it weighs what the catalogue says."""
    found = by_code(report, code)
    assert len({(result.leg, result.check, result.address) for result in found}) == 1, outcomes(report)
    assert found[0].outcome is CATALOGUE[code].outcome
    assert found[0].remedy
    return found[0].cause


class TestToken:
    def test_a_wrong_password(self, site: Lab) -> None:
        site.changed(login=Login.SENT)
        report = site.examine(credentials=replace(LOGIN, password="wrong"))
        assert [result.check for result in by_code(report, "bad-credentials")] == ["token", "token"]
        assert "refuses this user and password" in by_code(report, "bad-credentials")[0].cause
        assert outcomes(report)["registry.manifest"] == ["skip"]

    def test_no_user_where_one_is_wanted(self, site: Lab) -> None:
        site.auth.anonymous = False
        assert "without a user (none was found)" in by_code(site.examine(), "bad-credentials")[0].cause

    def test_a_host_that_gets_no_credentials_says_so(self, site: Lab) -> None:
        site.auth.anonymous = False
        site.changed(login=Login.WITHHELD)
        report = site.examine()
        assert {result.outcome for result in by_code(report, "credentials-withheld")} == {Outcome.SKIP}
        assert report.exit_code == 0

    def test_a_denied_token(self, site: Lab) -> None:
        site.auth.reply = Reply(403, b'{"code": "DENIED"}')
        assert "status 403, DENIED" in by_code(site.examine(), "access-denied")[0].cause

    def test_a_limited_rate(self, site: Lab) -> None:
        site.auth.reply = Reply(429, b"", (("Retry-After", "30"),))
        assert "retry after 30 s" in by_code(site.examine(), "rate-limited")[0].cause

    @pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"\xff", b'{"token": ""}', b"[" * 60_000])
    def test_an_answer_without_a_token(self, site: Lab, body: bytes) -> None:
        site.auth.reply = Reply(200, body)
        assert "status 200 without a token" in by_code(site.examine(), "unexpected-answer")[0].cause

    def test_a_broken_service(self, site: Lab) -> None:
        site.auth.reply = Reply(503, b"")
        assert "status 503 instead of status 200" in by_code(site.examine(), "unexpected-answer")[0].cause

    def test_a_token_that_cannot_be_sent_is_not_shown(self, site: Lab) -> None:
        site.auth.reply = Reply(200, json.dumps({"token": "secret\r\nX-Evil: 1"}).encode())
        report = site.examine()
        assert "ValueError" in only(report, "unexpected-answer")
        assert "secret" not in str(report)

    def test_a_token_that_the_registry_does_not_take(self, site: Lab) -> None:
        site.changed(login=Login.SENT)
        site.auth.reply = Reply(200, b'{"access_token": "of-another-service"}')
        report = site.examine(credentials=LOGIN)
        assert "asks for a token again" in only(report, "challenge-loop")
        assert outcomes(report)["registry.blob"] == ["skip"]


class TestImage:
    def test_an_index_leads_to_the_platform(self, site: Lab) -> None:
        site.changed(image=Image("team/app", "multi"))
        report = site.examine()
        assert report.exit_code == 0
        assert outcomes(report)["registry.manifest"] == ["ok", "ok"]
        assert outcomes(report)["oss.digest"] == ["ok"]

    def test_a_platform_that_is_not_there(self, site: Lab) -> None:
        site.changed(image=Image("team/app", "multi"), platform="linux/riscv64")
        assert "no image for linux/riscv64" in only(site.examine(), "platform-missing")

    def test_an_image_by_its_digest(self, site: Lab) -> None:
        body = site.registry.content.manifest
        site.changed(image=Image("team/app", digest(body)))
        assert site.examine().exit_code == 0

    @pytest.mark.parametrize(("repository", "tag"), [("team/app", "9"), ("team/none", "1.2")])
    def test_an_image_that_does_not_exist(self, site: Lab, repository: str, tag: str) -> None:
        site.changed(image=Image(repository, tag))
        assert f"{repository} {tag} does not exist" in only(site.examine(), "image-not-found")

    def test_a_manifest_that_was_changed_on_the_way(self, site: Lab) -> None:
        headers = (("Docker-Content-Digest", "sha256:" + "0" * 64),)
        site.registry.manifest = Reply(200, site.registry.content.manifest, headers)
        assert "should be sha256:000" in only(site.examine(), "digest-mismatch")

    @pytest.mark.parametrize(
        "body", [b"<html>", b'{"manifests": 3}', b'{"layers": "no"}', b'{"layers": [{"size": "1"}]}']
    )
    def test_something_that_is_no_manifest(self, site: Lab, body: bytes) -> None:
        site.registry.manifest = Reply(200, body)
        report = site.examine()
        assert report.exit_code == 4
        assert {result.code for result in report.checks if result.code} <= {"unexpected-answer", "platform-missing"}

    def test_access_denied(self, site: Lab) -> None:
        site.registry.manifest = Reply(403, b'{"errors": [{"code": "DENIED"}]}')
        assert "denies access to team/app 1.2: status 403, DENIED" in only(site.examine(), "access-denied")

    def test_a_limited_rate(self, site: Lab) -> None:
        site.registry.manifest = Reply(429)
        assert "status 429" in only(site.examine(), "rate-limited")

    def test_a_layer_that_is_gone(self, site: Lab) -> None:
        site.registry.blob = Reply(404, b'{"errors": [{"code": "BLOB_UNKNOWN"}]}')
        assert "BLOB_UNKNOWN" in by_code(site.examine(), "image-not-found")[0].cause

    def test_a_registry_that_asks_for_no_token(self, site: Lab) -> None:
        site.registry.ping, site.registry.needs_token = Reply(200), False
        report = site.examine()
        assert report.exit_code == 0
        assert outcomes(report)["auth.token"] == ["skip"]
        assert outcomes(report)["oss.digest"] == ["ok"]

    def test_a_registry_that_sends_layers_itself(self, site: Lab) -> None:
        site.registry.blob = Reply(200, site.registry.content.config)
        report = site.examine()
        assert outcomes(report)["oss.redirect"] == ["skip"]
        assert "digest-mismatch" in {result.code for result in report.checks}, "the second blob has another digest"


class TestRedirect:
    @pytest.mark.parametrize(
        ("location", "code"),
        [
            ("https://cdn.example.com/x?sig=s3cret", "redirect-unknown-host"),
            (f"https://{OSS_HOST}:8443/x?sig=s3cret", "redirect-unknown-host"),
            ("https://cri-demo1234-registry.oss-cn-hangzhou.aliyuncs.com/x?sig=s3cret", "redirect-public-host"),
            (f"http://{OSS_HOST}/x?sig=s3cret", "redirect-plain-http"),
            ("https://[bad/x?sig=s3cret", "redirect-plain-http"),
        ],
    )
    def test_a_redirect_that_is_not_followed(self, site: Lab, location: str, code: str) -> None:
        site.registry.location = location
        report = site.examine()
        assert only(report, code)
        assert report.exit_code == 4
        assert site.servers[O1].asked == []
        assert "s3cret" not in str(report)
        assert outcomes(report)["oss.storage"] == ["skip"]

    def test_a_redirect_within_the_host(self, site: Lab) -> None:
        site.registry.location = "/elsewhere"
        assert by_code(site.examine(), "redirect-unknown-host")[0].host == REGISTRY_HOST

    def test_the_target_of_a_domain_routing_rule_is_known(self, site: Lab) -> None:
        host = "layers.example.com"
        site.changed(lock=case_of(registry={"storage-domain-rules": [host]}).lock)
        site.dns.names[host] = [O1]
        with serve(site.storage.answer, tls(site.authority, host)) as other:
            site.detours[f"{OSS_HOST}:443"] = site.servers[O1].endpoint
            site.detours[f"{host}:443"] = other.endpoint
            del site.detours[f"{O1}:443"]
            site.registry.location = f"https://{host}/{{digest}}?{SIGNATURE}"
            assert site.examine().exit_code == 0


class TestStorage:
    def test_a_policy_that_refuses(self, site: Lab) -> None:
        body = b"<Error><Code>AccessDenied</Code><Message>secret text</Message></Error>"
        site.storage.reply = Reply(403, body, (("x-oss-request-id", "REQ1"),))
        cause = by_code(site.examine(), "storage-forbidden")[0].cause
        assert "status 403, AccessDenied, request id REQ1" in cause
        assert "secret text" not in cause

    def test_content_that_was_changed(self, site: Lab) -> None:
        site.storage.reply = Reply(206, b"?" * len(site.registry.content.config))
        assert "the blob should be" in by_code(site.examine(), "digest-mismatch")[0].cause

    def test_content_that_is_too_short(self, site: Lab) -> None:
        site.storage.reply = Reply(206, b"?")
        assert "what came is 1 of" in by_code(site.examine(), "digest-mismatch")[0].cause

    def test_an_answer_that_breaks_off(self, site: Lab) -> None:
        site.storage.reply = Reply(206, b"?" * 1000, cut=10)
        assert "it ended 990 bytes too early" in only(site.examine(), "reset")

    def test_a_broken_service(self, site: Lab) -> None:
        site.storage.reply = Reply(500, b"")
        assert "status 500 instead of status 206" in by_code(site.examine(), "unexpected-answer")[0].cause

    def test_a_storage_that_ignores_ranges(self, site: Lab) -> None:
        site.storage.reply = Reply(200, site.registry.content.config)
        assert outcomes(site.examine())["oss.digest"][0] == "ok"
