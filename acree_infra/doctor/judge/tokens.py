"""The challenge, the realm, the token."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from acree_infra.discovery.challenge import MalformedChallenge, parse_challenges
from acree_infra.doctor.case import Case, Login
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.judge.lines import connection
from acree_infra.doctor.judge.say import fine, named
from acree_infra.doctor.result import CheckResult

NO_USER = "a request without a user (none was found)"


def judge_challenge(case: Case, fact: Fact) -> Iterator[CheckResult]:
    """`/v2/` answers 401 with a Bearer challenge, or 200 where no token is wanted."""
    status = fact.number("status")
    if fact.error:
        yield connection(case, fact, "challenge")
    elif status == HTTPStatus.OK:
        yield fine(case, fact, "challenge", "the registry asks for no token")
    elif status != HTTPStatus.UNAUTHORIZED:
        yield unexpected(fact, "challenge", "/v2/", "status 401")
    else:
        yield _read(case, fact)


def _read(case: Case, fact: Fact) -> CheckResult:
    try:
        challenges = parse_challenges(fact.header("www-authenticate"))
    except MalformedChallenge as error:
        return named(fact, "challenge", "unexpected-answer", subject="/v2/", detail=f"a broken challenge: {error}")
    for challenge in challenges:
        if challenge.scheme == "bearer" and challenge.parameters.get("realm"):
            return fine(case, fact, "challenge", f"realm {challenge.parameters['realm'].partition('?')[0]}")
    found = ", ".join(challenge.scheme for challenge in challenges) or "no challenge"
    return named(fact, "challenge", "unexpected-answer", subject="/v2/", detail=f"{found} instead of a Bearer realm")


def judge_realm(case: Case, fact: Fact) -> Iterator[CheckResult]:
    """The realm is one that credentials may be sent to, and the one of the lock file (G22)."""
    auth = case.lock.legs.auth
    if not fact.flag("trusted"):
        yield named(fact, "realm", "unexpected-realm", realm=fact.text("realm"))
    elif auth is not None and fact.host != auth.host:
        yield named(fact, "realm", "host-changed", found=fact.host, expected=auth.host)
    else:
        by = (
            "from the challenge"
            if fact.text("origin") == "challenge"
            else "from the lock file, since no challenge came"
        )
        yield fine(case, fact, "realm", f"{fact.text('realm')}, {by}")


def judge_token(case: Case, fact: Fact) -> Iterator[CheckResult]:
    """The auth service answers 200 with a token."""
    status = fact.number("status")
    if fact.error:
        yield connection(case, fact, "token")
    elif status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN} and case.login is Login.WITHHELD:
        yield named(fact, "token", "credentials-withheld", subject="the token")
    elif status == HTTPStatus.UNAUTHORIZED:
        yield named(
            fact,
            "token",
            "bad-credentials",
            login="this user and password" if case.login is Login.SENT else NO_USER,
            detail=answered(fact),
        )
    elif status == HTTPStatus.FORBIDDEN:
        yield named(fact, "token", "access-denied", subject=str(case.image or "a token"), detail=answered(fact))
    elif status != HTTPStatus.OK:
        yield unexpected(fact, "token", "the token request", "status 200")
    elif not fact.flag("token"):
        yield named(
            fact, "token", "unexpected-answer", subject="the token request", detail="status 200 without a token"
        )
    else:
        yield fine(case, fact, "token", "without a user" if case.login is not Login.SENT else "")


def unexpected(fact: Fact, check: str, subject: str, wanted: str) -> CheckResult:
    """An answer with a status that has no name of its own here."""
    if fact.number("status") == HTTPStatus.TOO_MANY_REQUESTS:
        return named(fact, check, "rate-limited", detail=answered(fact))
    return named(fact, check, "unexpected-answer", subject=subject, detail=f"{answered(fact)} instead of {wanted}")


def answered(fact: Fact) -> str:
    """What was answered: the status, the service's own word for it, and what helps its support."""
    words = [f"status {fact.number('status')}", fact.text("reason")]
    words += [f"retry after {value} s" for value in fact.header("retry-after")]
    words += [f"request id {value}" for value in fact.header("x-oss-request-id")]
    return ", ".join(word for word in words if word)
