"""Asks a registry for its challenge: `GET https://<registry name>/v2/` without credentials (S15, 3.3)."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterable
from http import HTTPStatus
from ipaddress import IPv4Address

from acree_infra.discovery.challenge import Challenge, MalformedChallenge, parse_challenges
from acree_infra.discovery.names import look_up
from acree_infra.discovery.surroundings import CONNECT_TO, Endpoint, Surroundings
from acree_infra.errors import DiscoveryError, Problem
from acree_infra.tls import client_context

HTTPS_PORT = 443
_LEG = "auth leg"


def bearer_challenge(host: str, around: Surroundings, address: IPv4Address | None = None) -> Challenge:
    """The first `Bearer` challenge that has a realm.

    Args:
        host: a name of the registry inside the service VPC.
        around: DNS servers, detours, certificates.
        address: the registry's address where it is declared; then its name is not resolved.

    Raises:
        DiscoveryError: the registry cannot be reached, or it does not answer with such a challenge.
    """
    if around.elsewhere is not None:
        return around.elsewhere.challenge(host, address)
    failures = []
    for endpoint in _endpoints(host, around, address):
        try:
            status, headers = _ask(host, endpoint, around)
        except (OSError, http.client.HTTPException) as error:
            failures.append(f"{endpoint}: {_reason(error)}")
        else:
            return _chosen(host, endpoint, status, headers)
    raise _failed(
        f"expected an answer of https://{host}/v2/, found none ({'; '.join(failures)})",
        "run from inside the service VPC, or lead the connection there: "
        f"{CONNECT_TO}={host}:{HTTPS_PORT}=ip:port; for an unknown certificate set SSL_CERT_FILE",
    )


def _endpoints(host: str, around: Surroundings, address: IPv4Address | None) -> Iterable[Endpoint]:
    if (detour := around.connect_to.get((host, HTTPS_PORT))) is not None:
        return (detour,)
    addresses = (address,) if address is not None else look_up(_LEG, host, around).addresses
    return tuple(Endpoint(str(found), HTTPS_PORT) for found in addresses)


class _DetourConnection(http.client.HTTPSConnection):
    """Connects to another endpoint than the name says; the certificate must still be for the name."""

    def __init__(self, host: str, endpoint: Endpoint, context: ssl.SSLContext, timeout: float) -> None:
        super().__init__(host, HTTPS_PORT, timeout=timeout, context=context)
        self._endpoint = endpoint
        self._tls = context

    def connect(self) -> None:
        """Connect to the endpoint and start TLS with the name."""
        plain = socket.create_connection((self._endpoint.address, self._endpoint.port), self.timeout)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _ask(host: str, endpoint: Endpoint, around: Surroundings) -> tuple[int, tuple[str, ...]]:
    context = client_context(around.ca_file)
    connection = _DetourConnection(host, endpoint, context, around.timeout)
    try:
        connection.request("GET", "/v2/", headers={"Accept": "application/json", "User-Agent": "acree"})
        response = connection.getresponse()
        return response.status, tuple(response.headers.get_all("WWW-Authenticate") or ())
    finally:
        connection.close()


def _chosen(host: str, endpoint: Endpoint, status: int, headers: tuple[str, ...]) -> Challenge:
    url = f"https://{host}/v2/ at {endpoint}"
    remedy = "check that this name and address belong to the registry; else declare legs.auth.host"
    if status != HTTPStatus.UNAUTHORIZED:
        raise _failed(f"expected status 401 from {url}, found {status}", remedy)
    try:
        challenges = parse_challenges(headers)
    except MalformedChallenge as error:
        raise _failed(f"the challenge of {url} cannot be read: {error}", remedy) from None
    for challenge in challenges:
        if challenge.scheme == "bearer" and challenge.parameters.get("realm"):
            return challenge
    found = ", ".join(challenge.scheme for challenge in challenges) or "no challenge"
    raise _failed(f"expected a Bearer challenge with a realm from {url}, found {found}", remedy)


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(error) or type(error).__name__


def _failed(message: str, remedy: str) -> DiscoveryError:
    return DiscoveryError((Problem(None, f"{_LEG}: {message}", remedy),))
