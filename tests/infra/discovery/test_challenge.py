from __future__ import annotations

import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.discovery.challenge import Challenge, MalformedChallenge, parse_challenges


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param(
            'Bearer realm="https://a/auth",service="s"',
            [Challenge("bearer", {"realm": "https://a/auth", "service": "s"})],
            id="as registries send it",
        ),
        pytest.param("Bearer realm=a, SERVICE=b", [Challenge("bearer", {"realm": "a", "service": "b"})], id="tokens"),
        pytest.param('bEARER ReAlM="A"', [Challenge("bearer", {"realm": "A"})], id="names have no case, values have"),
        pytest.param(
            'Bearer realm = "a" , b = c', [Challenge("bearer", {"realm": "a", "b": "c"})], id="spaces around ="
        ),
        pytest.param('Bearer\trealm="a"', [Challenge("bearer", {"realm": "a"})], id="tab"),
        pytest.param('Bearer   realm="a"', [Challenge("bearer", {"realm": "a"})], id="several spaces"),
        pytest.param(r'Bearer realm="a\"b\\c\d"', [Challenge("bearer", {"realm": 'a"b\\cd'})], id="escapes"),
        pytest.param('Bearer realm=""', [Challenge("bearer", {"realm": ""})], id="empty value"),
        pytest.param(
            'Bearer realm="a, Basic realm=b"',
            [Challenge("bearer", {"realm": "a, Basic realm=b"})],
            id="comma in quotes",
        ),
        pytest.param('Bearer realm="\u00e4"', [Challenge("bearer", {"realm": "\u00e4"})], id="obs-text"),
        pytest.param("Negotiate", [Challenge("negotiate")], id="scheme alone"),
        pytest.param("Negotiate  ", [Challenge("negotiate")], id="scheme and spaces"),
        pytest.param("Negotiate YWJj", [Challenge("negotiate", token68="YWJj")], id="token68"),
        pytest.param("Negotiate a/b+c~d._-==", [Challenge("negotiate", token68="a/b+c~d._-==")], id="token68 padded"),
        pytest.param(
            "Negotiate abc= , Basic", [Challenge("negotiate", token68="abc="), Challenge("basic")], id="one pad"
        ),
        pytest.param(
            'Basic realm="x", Bearer realm="y",service=z',
            [Challenge("basic", {"realm": "x"}), Challenge("bearer", {"realm": "y", "service": "z"})],
            id="two challenges",
        ),
        pytest.param(
            'Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple"',
            [
                Challenge("newauth", {"realm": "apps", "type": "1", "title": 'Login to "apps"'}),
                Challenge("basic", {"realm": "simple"}),
            ],
            id="example of the RFC",
        ),
        pytest.param(
            "NTLM, Negotiate abc, Basic realm=x",
            [Challenge("ntlm"), Challenge("negotiate", token68="abc"), Challenge("basic", {"realm": "x"})],
            id="three kinds",
        ),
        pytest.param(", ,Basic realm=x,, a=b, ,", [Challenge("basic", {"realm": "x", "a": "b"})], id="empty elements"),
        pytest.param("Basic , realm=x", [Challenge("basic", {"realm": "x"})], id="empty element after the scheme"),
        pytest.param("Bearer realm=", [Challenge("bearer", token68="realm=")], id="no value is a token68"),
        pytest.param("", [], id="empty"),
        pytest.param(" , ", [], id="only separators"),
        pytest.param("!#$%&'*+-.^_`|~9z a=b", [Challenge("!#$%&'*+-.^_`|~9z", {"a": "b"})], id="every token character"),
    ],
)
def test_header_is_read(header: str, expected: list[Challenge]) -> None:
    assert list(parse_challenges([header])) == expected


def test_several_headers_are_read_in_order() -> None:
    found = parse_challenges(["Negotiate", 'Bearer realm="a"', "Basic realm=b"])

    assert [challenge.scheme for challenge in found] == ["negotiate", "bearer", "basic"]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ('realm="a"', "expected a scheme before the first parameter at position 0, found 'realm=\"a\"'"),
        ("Negotiate abc, realm=x", "because a token68 takes no parameters at position 15, found 'realm=x'"),
        ('Bearer realm="a', "expected a quoted string that ends"),
        ('Bearer realm="a\x00b"', "holds no control characters"),
        ('Bearer realm="a\\', "expected a quoted string that ends"),
        ("Bearer a=b,realm=", "expected a value at position 17, found the end"),
        ("Bearer a=b,realm=,", "expected a value at position 17"),
        ("Bearer realm=a b=c", "expected a comma or the end at position 15, found 'b=c'"),
        ('Bearer realm="a"b', "expected a comma or the end at position 16"),
        ("Bearer a b", "expected = at position 8"),
        ("Bearer a=b, A=c", "expected the parameter a once in a challenge at position 12"),
        ("Bearer @", "expected a parameter or a token68 at position 7, found '@'"),
        ("@", "expected a scheme or the name of a parameter at position 0"),
        ('Bearer"x"', "expected a space or a comma after the scheme at position 6"),
        ("Negotiate a==b", "at position"),
    ],
    ids=repr,
)
def test_header_that_breaks_the_grammar_is_refused_with_its_place(header: str, message: str) -> None:
    with pytest.raises(MalformedChallenge) as caught:
        parse_challenges([header])

    assert message in str(caught.value)
    assert 0 <= caught.value.position <= len(header)


TOKENS = st.text(st.sampled_from("!#$%&'*+-.^_`|~" + string.digits + string.ascii_letters), min_size=1, max_size=12)
VALUES = st.text(st.characters(codec="latin-1", exclude_categories=["Cc"], include_characters="\t"), max_size=20)
TOKEN68S = st.from_regex(r"[A-Za-z0-9\-._~+/]{1,12}={0,2}", fullmatch=True)
SPACES = st.text(st.sampled_from(" \t"), max_size=2)
CHALLENGES = st.one_of(
    st.builds(Challenge, TOKENS.map(str.lower), st.dictionaries(TOKENS.map(str.lower), VALUES, max_size=4)),
    st.builds(lambda scheme, token: Challenge(scheme, token68=token), TOKENS.map(str.lower), TOKEN68S),
)


@st.composite
def headers(draw: st.DrawFn) -> tuple[list[Challenge], str]:
    """Challenges, and one of the many ways to write them into one header."""
    challenges = draw(st.lists(CHALLENGES, max_size=4))
    elements: list[str] = []
    for challenge in challenges:
        parameters = [draw(written(name, value)) for name, value in challenge.parameters.items()]
        first, *others = [challenge.token68] if challenge.token68 else parameters or [""]
        scheme = draw(st.sampled_from([challenge.scheme, challenge.scheme.upper()]))
        elements += [f"{scheme} {draw(SPACES)}{first}", *others]
    comma = draw(st.sampled_from([",", ", ", " ,\t", ", ,"]))
    return challenges, draw(st.sampled_from(["", " ", ","])) + comma.join(elements)


@st.composite
def written(draw: st.DrawFn, name: str, value: str) -> str:
    """A parameter, quoted where it must be and sometimes where it need not."""
    equals = f"{draw(SPACES)}={draw(SPACES)}"
    plain = value and all(character in "!#$%&'*+-.^_`|~" + string.digits + string.ascii_letters for character in value)
    if plain and draw(st.booleans()):
        return f"{name}{equals}{value}"
    careless = draw(st.booleans())
    quoted = "".join(f"\\{c}" if c in '"\\' or (careless and c in "ab") else c for c in value)
    return f'{name}{equals}"{quoted}"'


@given(headers())
def test_everything_that_can_be_written_is_read_back(written_header: tuple[list[Challenge], str]) -> None:
    challenges, header = written_header

    assert list(parse_challenges([header])) == challenges


@given(st.text(st.characters(codec="latin-1"), max_size=40))
def test_any_text_is_read_or_refused_and_nothing_else(header: str) -> None:
    found: tuple[Challenge, ...] = ()
    with suppress(MalformedChallenge):
        found = parse_challenges([header])

    assert all(challenge.scheme == challenge.scheme.lower() != "" for challenge in found)
