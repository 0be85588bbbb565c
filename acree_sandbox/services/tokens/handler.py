"""``GET /auth``: a token for whoever logs in with the right password."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.times import iso_time
from acree_sandbox.services.challenge import service_of
from acree_sandbox.services.tokens.passwords import may_log_in
from acree_sandbox.services.tokens.signer import LIFETIME, Access, Signer
from acree_sandbox.services.web import Handler

_JSON = "application/json"
_ACTIONS = frozenset({"pull", "push", "delete"})


@dataclass(frozen=True, slots=True)
class TokenSite:
    """What the auth service needs: the state, and what signs."""

    cloud: Cloud
    signer: Signer


class TokenHandler(Handler):
    """Answers the requests of one connection to the auth service."""

    server: TokenSite  # type: ignore[assignment]  # the base class would have a socket server

    def respond(self) -> None:
        """Give a token, or say why not."""
        address = urlsplit(self.path)
        if address.path != "/auth" or self.command not in {"GET", "HEAD"}:
            self.close_connection = True
            self._refuse(HTTPStatus.NOT_FOUND, "NOT_FOUND", "there is nothing but GET /auth here")
            return
        query = parse_qs(address.query)
        service = query.get("service", [""])[0]
        instance = self._instance(service)
        if instance is None:
            self._refuse(HTTPStatus.BAD_REQUEST, "SERVICE_UNKNOWN", f"there is no registry {service!r}")
            return
        user, password = _login(self.headers.get("Authorization", ""))
        now = self.server.cloud.now()
        if not may_log_in(self.server.cloud.world.keys, instance.id, user, password, now):
            self._refuse(HTTPStatus.UNAUTHORIZED, "UNAUTHORIZED", "wrong user name or password")
            return
        access = [found for scope in query.get("scope", ()) for text in scope.split() if (found := _access(text))]
        token = self.server.signer.token(audience=service, subject=user, access=access, now=now)
        reply = {"token": token, "access_token": token, "expires_in": LIFETIME, "issued_at": iso_time(now)}
        self.answer(HTTPStatus.OK, json.dumps(reply).encode(), kind=_JSON)

    def _instance(self, service: str) -> RegistryInstance | None:
        with self.server.cloud.transaction():
            rows = self.server.cloud.all(RegistryInstance)
        return next((row for row in rows if service_of(row) == service), None)

    def _refuse(self, status: HTTPStatus, code: str, message: str) -> None:
        body = json.dumps({"errors": [{"code": code, "message": message}]}).encode()
        self.answer(status, body, kind=_JSON)


def _login(header: str) -> tuple[str, str]:
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password


def _access(scope: str) -> Access | None:
    """What ``repository:name:pull,push`` asks for; everything is granted to who has logged in."""
    kind, _, rest = scope.partition(":")
    name, _, actions = rest.rpartition(":")
    granted: Mapping[str, object] = {
        "type": kind,
        "name": name,
        "actions": [action for action in actions.split(",") if action in _ACTIONS],
    }
    return granted if name and kind == "repository" else None
