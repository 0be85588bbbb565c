"""A server on loopback that answers challenges in every legal and illegal shape (RFC 9110, 5.6 and 11.6.1).

Discovery and doctor read them with the same grammar; the portable reader, which goes to hosts without a package, must
find the same realm in whatever is legal. A broken challenge is named, and nobody is sent a credential for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from acree_infra.discovery.auth_request import bearer_challenge
from acree_infra.discovery.surroundings import Endpoint, Surroundings
from acree_infra.doctor.case import Login
from acree_infra.doctor.probe.reading import bearer_parameters
from acree_infra.errors import DiscoveryError
from tests.infra.doctor.lab import AUTH_HOST, LOGIN, REGISTRY_HOST, Lab, R, by_code, outcomes

REALM = f"https://{AUTH_HOST}/auth"
SERVICE = "registry.aliyuncs.com:cn-hangzhou:china:cri-demo1234"
GOOD = f'Bearer realm="{REALM}",service="{SERVICE}"'
EVIL = "https://tokens.example.com/auth"


@dataclass(frozen=True)
class Shape:
    """What a server sends: the values of its `WWW-Authenticate` headers, in order."""

    name: str
    headers: tuple[str, ...]


LEGAL = [
    Shape("as registries send it", (GOOD,)),
    Shape("spaces after commas", (f'Bearer realm="{REALM}", service="{SERVICE}"',)),
    Shape("service first", (f'Bearer service="{SERVICE}",realm="{REALM}"',)),
    Shape("scheme in capitals", (GOOD.replace("Bearer", "BEARER"),)),
    Shape("names in capitals", (GOOD.replace("realm", "REALM").replace("service", "Service"),)),
    Shape("several spaces", (GOOD.replace("Bearer ", "Bearer    "),)),
    Shape("a tab", (GOOD.replace("Bearer ", "Bearer \t"),)),
    Shape("spaces around the equals sign", (f'Bearer realm = "{REALM}" , service= "{SERVICE}"',)),
    Shape("escapes", (f'Bearer realm="{REALM.replace("auth", chr(92) + "auth")}",service="{SERVICE}"',)),
    Shape("a scope", (f'{GOOD},scope="repository:team/app:pull,push"',)),
    Shape("an error", (f'{GOOD},error="invalid_token",error_description="it is over, \\"really\\""',)),
    Shape("a value without quotes", (f"{GOOD},charset=UTF-8",)),
    Shape("spaces at both ends", (f"  {GOOD}  ",)),
    Shape("empty elements", (f", ,{GOOD},,",)),
    Shape("empty element after the scheme", (f'Bearer , realm="{REALM}",service="{SERVICE}"',)),
    Shape("Basic before it", (f'Basic realm="x", {GOOD}',)),
    Shape("Basic after it", (f'{GOOD}, Basic realm="{EVIL}"',)),
    Shape("Basic in another header", ('Basic realm="x"', GOOD)),
    Shape("two headers, Basic last", (GOOD, f'Basic realm="{EVIL}"')),
    Shape("Negotiate before it", (f"Negotiate, {GOOD}",)),
    Shape("a token68 before it", (f"Negotiate YWJj==, {GOOD}",)),
    Shape("a Bearer that is quoted by another", (f'Basic realm="x, Bearer realm={EVIL}", {GOOD}',)),
    Shape("a Bearer without a realm first", ('Bearer error="x"', GOOD)),
    Shape("a second realm, elsewhere", (GOOD, f'Bearer realm="{EVIL}"')),
    Shape("text beyond ASCII", (f'{GOOD},note="\u00e4\u00f6"',)),
]
WITHOUT = [
    Shape("no header", ()),
    Shape("an empty header", ("",)),
    Shape("separators only", (" , ,",)),
    Shape("Basic only", ('Basic realm="x"',)),
    Shape("a bare Bearer", ("Bearer",)),
    Shape("Bearer with a token68", ("Bearer YWJj",)),
    Shape("Bearer with other parameters", (f'Bearer service="{SERVICE}"',)),
    Shape("an empty realm", (f'Bearer realm="",service="{SERVICE}"',)),
    Shape("a scheme that only begins so", (GOOD.replace("Bearer", "BearerToken"),)),
    Shape("Bearer in the quotes of another", (f'Basic realm="Bearer realm={EVIL}"',)),
]
BROKEN = [
    Shape("no scheme", (f'realm="{REALM}"',)),
    Shape("quotes that do not end", (f'Bearer realm="{REALM}',)),
    Shape("an escape at the end", (f'Bearer realm="{REALM}\\',)),
    Shape("a URL without quotes", (f"Bearer realm={REALM}",)),
    Shape("single quotes", (f"Bearer realm='{REALM}'",)),
    Shape("semicolons", (f'Bearer realm="{REALM}"; service="{SERVICE}"',)),
    Shape("spaces for commas", (f'Bearer realm="{REALM}" service="{SERVICE}"',)),
    Shape("a realm twice", (f'Bearer realm="{REALM}",realm="{EVIL}"',)),
    Shape("no equals sign", (f'Bearer realm "{REALM}"',)),
    Shape("a colon", (f'Bearer: realm="{REALM}"',)),
    Shape("text after the quotes", (f'Bearer realm="{REALM}"x',)),
    Shape("a control character", (f'Bearer realm="{REALM}\x01"',)),
    Shape("no value", (f'Bearer service="{SERVICE}",realm=',)),
    Shape("JSON", ('{"realm": "x"}',)),
    Shape("good and broken", (GOOD, 'Basic realm="x')),
]


def shapes(found: list[Shape]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("shape", found, ids=lambda shape: shape.name)


def site_with(site: Lab, shape: Shape) -> Lab:
    """The lab, with a user to be given away, and a server that answers so."""
    site.registry.challenges = list(shape.headers)
    site.changed(login=Login.SENT)
    return site


def by_name(site: Lab) -> Surroundings:
    """Discovery is led to the registry by its name."""
    address, _, port = site.servers[R].endpoint.partition(":")
    return replace(site.around(), connect_to={(REGISTRY_HOST, 443): Endpoint(address, int(port))})


@shapes(LEGAL)
class TestLegal:
    def test_discovery_finds_the_realm(self, site: Lab, shape: Shape) -> None:
        found = bearer_challenge(REGISTRY_HOST, by_name(site_with(site, shape)))
        assert (found.parameters["realm"], found.parameters["service"]) == (REALM, SERVICE)

    def test_the_doctor_gets_a_token(self, site: Lab, shape: Shape) -> None:
        report = site_with(site, shape).examine(credentials=LOGIN)
        found = outcomes(report)
        assert (found["registry.challenge"], found["auth.token"], found["oss.digest"]) == (["ok"], ["ok"] * 2, ["ok"])
        assert report.exit_code == 0

    def test_the_portable_reader_finds_it_too(self, shape: Shape) -> None:
        found = bearer_parameters(list(shape.headers))
        assert (found["realm"], found["service"]) == (REALM, SERVICE)


@shapes(WITHOUT + BROKEN)
class TestIllegal:
    def test_discovery_says_what_is_wrong(self, site: Lab, shape: Shape) -> None:
        with pytest.raises(DiscoveryError) as caught:
            bearer_challenge(REGISTRY_HOST, by_name(site_with(site, shape)))
        (problem,) = caught.value.problems
        wanted = "cannot be read: expected" if shape in BROKEN else "expected a Bearer challenge with a realm"
        assert wanted in problem.message
        assert "legs.auth.host" in problem.remedy

    def test_the_doctor_names_it_and_sends_nothing_astray(self, site: Lab, shape: Shape) -> None:
        report = site_with(site, shape).examine(credentials=LOGIN)
        (named,) = (result for result in by_code(report, "unexpected-answer") if result.check == "challenge")
        wanted = "a broken challenge" if shape in BROKEN else "instead of a Bearer realm"
        assert wanted in named.cause
        assert report.exit_code == 4
        assert outcomes(report)["auth.token"] == ["ok", "ok"], "the lock file knows the realm"

    def test_the_portable_reader_finds_no_realm_that_is_quoted_by_another(self, shape: Shape) -> None:
        assert bearer_parameters(list(shape.headers)).get("realm") != EVIL
