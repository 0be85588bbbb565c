"""What answers inside of the data plane: resolvers, auth, object storage, registries. It follows the plan."""

from __future__ import annotations

import logging
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Self

from acree_sandbox.api.cr.resources import LinkedVpc, RegistryInstance
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.certificates import Authority
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import SandboxError
from acree_sandbox.network.parts.cloud_services import RESOLVERS
from acree_sandbox.network.running import Network
from acree_sandbox.network.values import Namespace, NetworkPlan
from acree_sandbox.services import dns, views
from acree_sandbox.services.dns import LookUp
from acree_sandbox.services.doors import Doors
from acree_sandbox.services.images.seed import seed
from acree_sandbox.services.objects.site import Storage
from acree_sandbox.services.registries import configuration
from acree_sandbox.services.registries.processes import RegistryProcess, need_program
from acree_sandbox.services.registries.supervision import Supervised
from acree_sandbox.services.sites import Sites
from acree_sandbox.services.tokens.handler import TokenSite
from acree_sandbox.services.tokens.signer import Signer

DNS_PORT = 53
HTTPS_PORT = 443
READY_SECONDS = 30.0
_TOKEN_SIGNER = "token-signer.sandbox"  # noqa: S105  # the name on a certificate
_EVERY_ADDRESS = "0.0.0.0"  # noqa: S104  # inside of a namespace that holds the cloud services' addresses only
_log = logging.getLogger(__name__)


class InsideServices:
    """The services of a running data plane; leave the context to end them.

    Args:
        network: the running data plane.
        cloud: the state.
        authority: issues the certificates.
        folder: where stored objects, configurations and logs are kept.

    Raises:
        SandboxError: there are registries but no program to run them, or one does not start.
    """

    def __init__(self, network: Network, cloud: Cloud, authority: Authority, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._network = network
        self._cloud = cloud
        self._authority = authority
        self._folder = folder
        self.storage = Storage(folder / "objects")
        tokens = TokenSite(cloud, Signer(authority.issue(_TOKEN_SIGNER)))
        self._sites = Sites(cloud, authority, tokens, self.storage)
        self._secret = secrets.token_hex(16)
        self._doors = Doors()
        self._served: dict[str, list[str]] = {}
        self._registries: dict[str, Supervised] = {}
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        with self._cloud.transaction():
            instances = self._cloud.all(RegistryInstance)
        if instances:
            need_program()
        for instance in instances:
            seed(self.storage.objects, configuration.bucket_of(instance)[0])
        with ExitStack() as started:
            started.enter_context(self._doors)
            started.callback(self._end_registries)
            started.callback(self._network.follow(self._follow))
            self.wait_until_ready()
            self._exit = started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._exit.close()

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        """Return when every registry answers.

        Raises:
            SandboxError: one does not.
        """
        deadline = time.monotonic() + seconds
        for registry in tuple(self._registries.values()):
            registry.wait_until_listening(deadline)

    def _follow(self, plan: NetworkPlan) -> None:
        """Serve what is new, leave what is gone."""
        try:
            for name in set(self._served) - set(plan.namespaces):
                self._leave(name)
            for name in set(plan.namespaces) - set(self._served):
                self._serve(plan.namespaces[name])
        except SandboxError:
            _log.exception("a service of the data plane does not start")

    def _serve(self, namespace: Namespace) -> None:
        if namespace.kind == "services":
            self._served[namespace.name] = list(self._serve_vpc(namespace))
        elif namespace.kind == "registry":
            self._served[namespace.name] = list(self._serve_registry(namespace))

    def _leave(self, name: str) -> None:
        for key in self._served.pop(name):
            self._doors.close(key)
        registry = self._registries.pop(name, None)
        if registry is not None:
            registry.close()

    def _serve_vpc(self, namespace: Namespace) -> Iterator[str]:
        with self._cloud.transaction():
            vpc = self._cloud.get(Vpc, namespace.subject)
        for resolver in RESOLVERS:
            yield from self._resolver(namespace.name, resolver, views.of_vpc(self._cloud, namespace.subject))
        yield self._https(namespace.name, _EVERY_ADDRESS, vpc.region if vpc else "")

    def _serve_registry(self, namespace: Namespace) -> Iterator[str]:
        with self._cloud.transaction():
            link = self._cloud.get(LinkedVpc, namespace.subject)
            instance = self._cloud.get(RegistryInstance, link.instance) if link else None
        if link is None or instance is None:  # gone meanwhile: the plan that says so is on its way
            return
        yield from self._resolver(namespace.name, RESOLVERS[0], views.of_registry(self._cloud))
        yield self._https(namespace.name, views.BEHIND, instance.region)
        self._start_registry(namespace.name, link, instance)

    def _resolver(self, namespace: str, address: str, view: LookUp) -> Iterator[str]:
        datagrams, streams = f"{namespace}/{address}/udp", f"{namespace}/{address}/tcp"
        holder = self._network.holder
        bound = holder.socket(namespace, socket.SOCK_DGRAM, address, DNS_PORT)
        self._doors.datagrams(datagrams, bound, partial(dns.answer, view))
        listening = holder.socket(namespace, socket.SOCK_STREAM, address, DNS_PORT)
        self._doors.streams(streams, listening, partial(dns.answer_stream, view))
        yield from (datagrams, streams)

    def _https(self, namespace: str, address: str, region: str) -> str:
        key = f"{namespace}/https"
        listening = self._network.holder.socket(namespace, socket.SOCK_STREAM, address, HTTPS_PORT)
        self._doors.streams(key, listening, partial(self._sites.serve, region))
        return key

    def _start_registry(self, namespace: str, link: LinkedVpc, instance: RegistryInstance) -> None:
        names = (instance.domain(vpc=True), *instance.custom_domains)
        files = configuration.Files(self._authority.issue(*names), self._authority.ca_file, self._secret)
        written = self._folder / f"{namespace}.json"
        configuration.write(written, configuration.configuration(instance, link.address, files, self.storage.key))
        log = self._folder / f"{namespace}.log"
        start = partial(RegistryProcess, self._network, namespace, written, files.ca_file, log)
        self._registries[namespace] = Supervised(f"the registry {instance.id} in {link.vpc}", start)

    def _end_registries(self) -> None:
        for registry in self._registries.values():
            registry.close()
