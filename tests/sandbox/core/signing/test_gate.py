from collections.abc import Callable

import pytest

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.signing.gate import Gate
from acree_sandbox.core.signing.message import Message, decoded
from acree_sandbox.core.world import World
from tests.sandbox.conftest import START, Clock
from tests.sandbox.core.signing.independent import acs3_message, v1_message

MAKERS = [v1_message, acs3_message]


@pytest.fixture
def gate(clock: Clock) -> Gate:
    return Gate(World(), clock)


def check(gate: Gate, message: Message) -> None:
    gate.check(message, {**message.query, **decoded(message.body.decode())})


def refusal(gate: Gate, message: Message) -> tuple[str, int]:
    with pytest.raises(ApiError) as caught:
        check(gate, message)
    return caught.value.code, caught.value.status


@pytest.mark.parametrize("make", MAKERS)
def test_a_signed_request_passes(gate: Gate, make: Callable[..., Message]) -> None:
    check(gate, make("DescribeShelves", START))


@pytest.mark.parametrize("make", MAKERS)
def test_a_wrong_secret(gate: Gate, make: Callable[..., Message]) -> None:
    assert refusal(gate, make("DescribeShelves", START, secret="wrong")) == ("SignatureDoesNotMatch", 400)


@pytest.mark.parametrize("make", MAKERS)
def test_an_unknown_key(clock: Clock, make: Callable[..., Message]) -> None:
    gate = Gate(World(keys={"other": "sandbox-secret"}), clock)
    assert refusal(gate, make("DescribeShelves", START)) == ("InvalidAccessKeyId.NotFound", 404)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("offset", [-901, 901])
def test_a_time_too_far_off(gate: Gate, make: Callable[..., Message], offset: float) -> None:
    assert refusal(gate, make("DescribeShelves", START + offset)) == ("InvalidTimeStamp.Expired", 400)


@pytest.mark.parametrize("make", MAKERS)
def test_the_same_request_again(gate: Gate, make: Callable[..., Message]) -> None:
    message = make("DescribeShelves", START)
    check(gate, message)
    assert refusal(gate, message) == ("SignatureNonceUsed", 400)


def test_nonces_are_forgotten_when_their_time_is_over(gate: Gate, clock: Clock) -> None:
    check(gate, v1_message("DescribeShelves", clock.now, SignatureNonce="n"))
    clock.pass_by(1801)
    check(gate, v1_message("DescribeShelves", clock.now, SignatureNonce="n"))


def test_a_failed_request_does_not_use_up_its_nonce(gate: Gate) -> None:
    assert refusal(gate, v1_message("X", START, secret="wrong", SignatureNonce="n"))[0] == "SignatureDoesNotMatch"
    check(gate, v1_message("X", START, SignatureNonce="n"))


def test_a_time_that_is_none(gate: Gate) -> None:
    assert refusal(gate, v1_message("X", START, Timestamp="yesterday")) == ("InvalidTimeStamp.Format", 400)


def test_a_security_token_that_nobody_gave_out(gate: Gate) -> None:
    assert refusal(gate, v1_message("X", START, SecurityToken="t")) == ("InvalidSecurityToken.NotFound", 404)


def test_an_unsigned_request(gate: Gate) -> None:
    assert refusal(gate, Message("POST", query={"Action": "X"})) == ("MissingParameter.AccessKeyId", 400)


def test_the_form_is_signed_too(gate: Gate) -> None:
    message = v1_message("CreateShelf", START, {"Name": "a b*~é"})
    check(gate, message)
    assert refusal(gate, Message("POST", "/", {**message.query, "SignatureNonce": "other"}, {}, b"Name=x"))[0] == (
        "SignatureDoesNotMatch"
    )


def test_secrets_do_not_show_in_a_worlds_text() -> None:
    assert "sandbox-secret" not in repr(World())
