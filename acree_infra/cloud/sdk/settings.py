"""Where the services are and with what keys they are asked, as the environment says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_KEY_ID = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY")
_SECRET = ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECRET_KEY")
_TOKEN = ("ALIBABA_CLOUD_SECURITY_TOKEN", "ALICLOUD_SECURITY_TOKEN")


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key pair from the environment; none of it is ever shown."""

    id: str = field(repr=False)
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """How the account is reached.

    Attributes:
        environ: the environment; endpoints are read from it by service.
        key: the key pair; None leaves it to the SDK's own chain (profile, role, metadata of the machine).
        ca_file: certificates to trust beside the built-in ones; empty for the built-in ones alone.
        connect_milliseconds: time limit of a connection.
        read_milliseconds: time limit of an answer.
    """

    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    key: AccessKey | None = None
    ca_file: str = ""
    connect_milliseconds: int = 5_000
    read_milliseconds: int = 20_000

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Settings from the variables that the provider reads too, so that both reach the same account."""
        key_id, secret = _first(environ, _KEY_ID), _first(environ, _SECRET)
        key = AccessKey(key_id, secret, _first(environ, _TOKEN)) if key_id and secret else None
        return cls(environ, key, environ.get("SSL_CERT_FILE", ""))

    def endpoint(self, code: str) -> str | None:
        """`host:port` of a service, in the provider's own order; None for the service's regular endpoint."""
        return _first(self.environ, (f"ALIBABA_CLOUD_ENDPOINT_{code}", f"{code}_ENDPOINT")) or None


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := environ.get(name, ""))), "")
