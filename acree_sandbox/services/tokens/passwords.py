"""Who may log in: the account's access keys, and temporary passwords that are kept nowhere."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping

TEMPORARY_USER = "cr_temp_user"


def temporary_password(keys: Mapping[str, str], instance: str, expires: float) -> str:
    """Return a new password of `TEMPORARY_USER` for one instance.

    Args:
        keys: secret by access key id; the password is signed with the first one.
        instance: id of the registry instance.
        expires: until when it holds, in seconds since the epoch.
    """
    claim = f"{int(expires)}.{secrets.token_urlsafe(9)}"
    return f"{claim}.{_seal(next(iter(keys.values())), instance, claim)}"


def may_log_in(keys: Mapping[str, str], instance: str, user: str, password: str, now: float) -> bool:
    """Whether a user name and password are right for an instance.

    Args:
        keys: secret by access key id: each is a user name with its password too.
        instance: id of the registry instance.
        user: user name.
        password: password.
        now: seconds since the epoch.
    """
    if user != TEMPORARY_USER:
        return user in keys and hmac.compare_digest(keys[user].encode(), password.encode())
    claim, _, seal = password.rpartition(".")
    expires = claim.partition(".")[0]
    wanted = _seal(next(iter(keys.values())), instance, claim)
    return hmac.compare_digest(wanted.encode(), seal.encode()) and expires.isdecimal() and now < int(expires)


def _seal(secret: str, instance: str, claim: str) -> str:
    return urlsafe_b64encode(hmac.digest(secret.encode(), f"{instance} {claim}".encode(), "sha256")).decode()
