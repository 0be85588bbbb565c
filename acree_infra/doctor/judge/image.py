"""The manifest, the blobs, where they are redirected to, and what comes from there."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from acree_infra.doctor.case import Case, Login
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.judge.lines import connection
from acree_infra.doctor.judge.say import fine, named
from acree_infra.doctor.judge.tokens import NO_USER, answered, unexpected
from acree_infra.doctor.probe.pull import SAMPLE
from acree_infra.doctor.probe.reading import REDIRECTS
from acree_infra.doctor.result import CheckResult
from acree_infra.routing.nouns import LegId

_CLOUD = ".aliyuncs.com"
_CLOSED = {401: "challenge-loop", 403: "access-denied", 404: "image-not-found"}
"""What a registry says of an image that a user may not see."""


def judge_manifest(case: Case, fact: Fact) -> Iterator[CheckResult]:
    """The manifest comes with the digest that it is said to have; an index has the wanted platform."""
    subject = _subject(case, fact)
    refusal = _refused(case, fact, "manifest", subject)
    if refusal is not None:
        yield refusal
        return
    reference, found = fact.text("reference"), fact.text("found")
    expected = [reference] if reference.startswith("sha256:") else list(fact.header("docker-content-digest"))
    wrong = next((digest for digest in expected if digest.startswith("sha256:") and digest != found), "")
    if wrong:
        yield named(fact, "manifest", "digest-mismatch", subject=subject, expected=wrong, found=found)
    elif "platform" in fact.data and not fact.text("platform"):
        yield named(fact, "manifest", "platform-missing", subject=subject, platform=case.platform)
    elif "platform" not in fact.data and not fact.number("blobs"):
        detail = "something that is no manifest of an image"
        yield named(fact, "manifest", "unexpected-answer", subject=subject, detail=detail)
    else:
        about = f"index, {case.platform} is {fact.text('platform')[:19]}" if "platform" in fact.data else found[:19]
        yield fine(case, fact, "manifest", about)


def judge_blob(case: Case, fact: Fact) -> Iterator[CheckResult]:
    """The registry redirects to the storage, or sends the layer itself."""
    if fact.number("status") not in REDIRECTS:
        subject = f"blob {fact.text('digest')[:19]}"
        refusal = _refused(case, fact, "blob", subject)
        yield refusal or fine(case, fact, "blob", "sent by the registry itself")
        if refusal is None:
            yield from _digest(case, fact)
        return
    yield fine(case, fact, "blob", f"status {fact.number('status')}")
    at = Fact("blob", LegId.OSS, fact.text("target"), "", "", None, fact.data)
    yield _redirect(case, at)


def judge_storage(case: Case, fact: Fact) -> Iterator[CheckResult]:
    """The storage sends the wanted bytes, and they have the digest."""
    status = fact.number("status")
    if fact.error:
        yield connection(case, fact, "storage")
    elif status == HTTPStatus.FORBIDDEN:
        yield named(fact, "storage", "storage-forbidden", detail=answered(fact))
    elif status not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        yield unexpected(fact, "storage", "the ranged request", "status 206")
    else:
        yield fine(case, fact, "storage", f"{fact.number('bytes')} of {fact.number('size')} bytes")
        yield from _digest(case, fact)


def _redirect(case: Case, fact: Fact) -> CheckResult:
    scheme, target = fact.text("scheme"), fact.text("target")
    if fact.flag("accepted"):
        return fine(case, fact, "redirect", fact.text("location"))
    if scheme != "https":
        return named(fact, "redirect", "redirect-plain-http", target=target or "an address that cannot be read")
    public = target.endswith(_CLOUD) and ".oss-" in target and "-internal" not in target
    return named(fact, "redirect", "redirect-public-host" if public else "redirect-unknown-host", target=target)


def _digest(case: Case, fact: Fact) -> Iterator[CheckResult]:
    """Told of a blob that was read to its end; of a larger one only its beginning is read."""
    expected, found, size = fact.text("digest"), fact.text("found"), fact.number("size")
    at = Fact(fact.step, LegId.OSS, fact.host, fact.address, "", None, fact.data)
    if found and found != expected:
        yield named(at, "digest", "digest-mismatch", subject="the blob", expected=expected, found=found)
    elif found:
        yield fine(case, at, "digest", expected[:19])
    elif fact.number("bytes") < min(size, SAMPLE):
        detail = f"{fact.number('bytes')} of {size} bytes"
        yield named(at, "digest", "digest-mismatch", subject="the blob", expected=expected, found=detail)


def _refused(case: Case, fact: Fact, check: str, subject: str) -> CheckResult | None:
    """What keeps the registry from answering 200; None when it did."""
    status = fact.number("status")
    if fact.error:
        return connection(case, fact, check)
    if status == HTTPStatus.OK:
        return None
    if status in _CLOSED and case.login is Login.WITHHELD:
        return named(fact, check, "credentials-withheld", subject=subject)
    if status == HTTPStatus.UNAUTHORIZED and case.login is Login.ANONYMOUS:
        return named(fact, check, "bad-credentials", login=NO_USER, detail=answered(fact))
    if status in _CLOSED:
        return named(fact, check, _CLOSED[status], subject=subject, detail=answered(fact))
    return unexpected(fact, check, subject, "status 200")


def _subject(case: Case, fact: Fact) -> str:
    return f"{case.image.repository if case.image else 'image'} {fact.text('reference')[:26]}"
