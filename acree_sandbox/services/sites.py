"""Which web server answers on which address of the cloud services."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.core.certificates import Authority
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.services.auth_moves import SilentAddress
from acree_sandbox.services.objects.handler import StorageHandler
from acree_sandbox.services.objects.site import Storage
from acree_sandbox.services.storage_moves import FormerAddress
from acree_sandbox.services.tokens.handler import TokenHandler, TokenSite
from acree_sandbox.services.views import BEHIND
from acree_sandbox.services.web import Handler, serve


@dataclass(frozen=True, slots=True)
class Site:
    """A web server: the names on its certificate, what answers, and what that asks."""

    names: Sequence[str]
    handler: type[Handler]
    content: object


class Sites:
    """Answers connections to the cloud services of a region by the address that they went to.

    Args:
        cloud: the state.
        authority: issues the certificates.
        tokens: content of the auth service.
        storage: content of object storage.
    """

    def __init__(self, cloud: Cloud, authority: Authority, tokens: TokenSite, storage: Storage) -> None:
        self._cloud = cloud
        self._authority = authority
        self._tokens = tokens
        self._storage = storage
        self._lock = threading.Lock()
        self._contexts: dict[tuple[str, ...], ssl.SSLContext] = {}

    def serve(self, region: str, connection: socket.socket) -> None:
        """Serve a connection; one to an address that nothing answers on is closed."""
        site = self.find(region, str(connection.getsockname()[0]))
        if site is not None:
            serve(connection, self._context(tuple(site.names)), site.handler, site.content)

    def find(self, region: str, address: str) -> Site | None:
        """What answers on an address of a region; None for nothing."""
        with self._cloud.transaction():
            instances = self._cloud.all(RegistryInstance, region)
            silent = {row.address for row in self._cloud.all(SilentAddress, region)}
            former = {row.address for row in self._cloud.all(FormerAddress, region)}
        if address in silent.union(*(row.auth_addresses for row in instances)):
            return Site(sorted({row.auth_host for row in instances}), TokenHandler, self._tokens)
        if address in {BEHIND, *former, *(row.oss_address for row in instances)}:
            return Site(sorted({row.bucket_host() for row in instances}), StorageHandler, self._storage)
        return None

    def _context(self, names: tuple[str, ...]) -> ssl.SSLContext:
        with self._lock:
            if names not in self._contexts:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self._authority.issue(*names))
                self._contexts[names] = context
            return self._contexts[names]
