import pytest

from acree_sandbox.services.tokens.passwords import TEMPORARY_USER, may_log_in, temporary_password

KEYS = {"LTAI1": "secret-1", "LTAI2": "secret-2"}
NOW = 1_767_225_600.0


@pytest.mark.parametrize(
    ("user", "password", "right"),
    [
        ("LTAI1", "secret-1", True),
        ("LTAI2", "secret-2", True),
        ("LTAI1", "secret-2", False),
        ("LTAI3", "secret-1", False),
        ("", "", False),
        (TEMPORARY_USER, "", False),
        (TEMPORARY_USER, "secret-1", False),
        ("LTAI1", "sécret", False),
    ],
)
def test_access_keys_log_in(user: str, password: str, right: bool) -> None:
    assert may_log_in(KEYS, "cri-1", user, password, NOW) == right


def test_a_temporary_password_holds_for_its_instance_and_time() -> None:
    password = temporary_password(KEYS, "cri-1", NOW + 3600)
    assert may_log_in(KEYS, "cri-1", TEMPORARY_USER, password, NOW)
    assert may_log_in(KEYS, "cri-1", TEMPORARY_USER, password, NOW + 3599)
    assert not may_log_in(KEYS, "cri-1", TEMPORARY_USER, password, NOW + 3600)
    assert not may_log_in(KEYS, "cri-2", TEMPORARY_USER, password, NOW)
    assert not may_log_in(KEYS, "cri-1", "LTAI1", password, NOW)
    assert not may_log_in({"LTAI1": "changed"}, "cri-1", TEMPORARY_USER, password, NOW)


def test_a_temporary_password_cannot_be_extended() -> None:
    expires, nonce, seal = temporary_password(KEYS, "cri-1", NOW).split(".")
    assert not may_log_in(KEYS, "cri-1", TEMPORARY_USER, f"{int(expires) + 9999}.{nonce}.{seal}", NOW)


def test_each_is_another_one() -> None:
    assert temporary_password(KEYS, "cri-1", NOW) != temporary_password(KEYS, "cri-1", NOW)
