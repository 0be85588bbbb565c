"""A whole registry on loopback: the real names and addresses, led to servers with a certificate authority of its own.

DNS answers the addresses of the worked example, and detours lead each of them to a free port: so no test needs
root, and the doctor still compares real addresses with the lock file.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import trustme

from acree_infra.discovery.surroundings import Surroundings, parse_connect_to
from acree_infra.doctor.case import Case, Image, Limits, Login
from acree_infra.doctor.credentials import Credentials
from acree_infra.doctor.here import Here
from acree_infra.doctor.job import Order
from acree_infra.doctor.result import CheckResult, DoctorReport
from acree_infra.doctor.run import examine, parse_wishes
from acree_infra.routing.network import Network
from acree_infra.routing.planner import make_plan
from tests.infra.discovery.dns_server import DnsServer, serve_dns
from tests.infra.doctor.servers import Asked, Reply, Server, serve, tls
from tests.infra.samples import legs_data, lock_data, lock_of, stack_data, stack_of

REGISTRY_HOST = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"
AUTH_HOST = "dockerauth-vpc.cn-hangzhou.aliyuncs.com"
OSS_HOST = "cri-demo1234-registry.oss-cn-hangzhou-internal.aliyuncs.com"
R, A1, A2, O1 = "10.0.0.20", "100.103.9.188", "100.103.7.181", "100.118.28.44"
USER, PASSWORD, TOKEN = "someone@demo", "pass-w0rd!", "token-of-the-test"
SIGNATURE = "OSSAccessKeyId=key&Signature=c2VjcmV0"
INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@dataclass
class Content:
    """An image: its config, a small and a large layer, its manifest, and an index of it."""

    config: bytes = b'{"architecture":"amd64","os":"linux"}'
    layer: bytes = b"small layer" * 40
    large: bytes = bytes(range(256)) * 2048

    @property
    def blobs(self) -> dict[str, bytes]:
        return {digest(content): content for content in (self.config, self.layer, self.large)}

    @property
    def manifest(self) -> bytes:
        def entry(content: bytes) -> dict[str, Any]:
            return {"mediaType": "application/octet-stream", "digest": digest(content), "size": len(content)}

        layers = [entry(self.layer), entry(self.large)]
        document = {"schemaVersion": 2, "mediaType": MANIFEST, "config": entry(self.config), "layers": layers}
        return json.dumps(document, indent=3).encode()

    @property
    def index(self) -> bytes:
        manifests = [
            {
                "mediaType": MANIFEST,
                "digest": digest(content),
                "size": len(content),
                "platform": {"architecture": machine, "os": "linux"},
            }
            for content, machine in ((b"another", "arm64"), (self.manifest, "amd64"))
        ]
        return json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests}).encode()


@dataclass
class Registry:
    """What the registry answers; a test replaces what it wants to break."""

    content: Content = field(default_factory=Content)
    challenges: list[str] = field(
        default_factory=lambda: [
            f'Bearer realm="https://{AUTH_HOST}/auth",service="registry.aliyuncs.com:cn-hangzhou:china:cri-demo1234"'
        ]
    )
    ping: Reply | None = None
    manifest: Reply | None = None
    blob: Reply | None = None
    location: str = f"https://{OSS_HOST}/docker/registry/v2/blobs/{{digest}}?{SIGNATURE}"
    needs_token: bool = True

    def answer(self, asked: Asked) -> Reply:
        path = urlsplit(asked.path).path
        if path == "/v2/":
            challenges = tuple(("WWW-Authenticate", value) for value in self.challenges)
            return self.ping or (Reply(401, b'{"errors":[{"code":"UNAUTHORIZED"}]}', challenges))
        if self.needs_token and asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply(401, b'{"errors":[{"code":"UNAUTHORIZED"}]}')
        reference = path.rpartition("/")[2]
        if path.startswith("/v2/team/app/manifests/"):
            return self.manifest or self._manifest(reference)
        if path.startswith("/v2/team/app/blobs/"):
            return self.blob or Reply(307, b"", (("Location", self.location.replace("{digest}", reference)),))
        return Reply(404, b'{"errors":[{"code":"NAME_UNKNOWN"}]}')

    def _manifest(self, reference: str) -> Reply:
        known = {"1.2": (self.content.manifest, MANIFEST), "multi": (self.content.index, INDEX)}
        known |= {digest(body): (body, kind) for body, kind in known.values()}
        if reference not in known:
            return Reply(404, b'{"errors":[{"code":"MANIFEST_UNKNOWN"}]}')
        body, kind = known[reference]
        return Reply(200, body, (("Content-Type", kind), ("Docker-Content-Digest", digest(body))))


@dataclass
class Auth:
    """What the token service answers."""

    reply: Reply | None = None
    anonymous: bool = True
    password: str = PASSWORD

    def answer(self, asked: Asked) -> Reply:
        if self.reply is not None:
            return self.reply
        given = asked.headers.get("authorization", "")
        right = "Basic " + base64.b64encode(f"{USER}:{self.password}".encode()).decode()
        if urlsplit(asked.path).path != "/auth" or (given != right and (given or not self.anonymous)):
            return Reply(401, b'{"errors":[{"code":"DENIED"}]}')
        query = parse_qs(urlsplit(asked.path).query)
        assert query["service"] == ["registry.aliyuncs.com:cn-hangzhou:china:cri-demo1234"]
        return Reply(200, json.dumps({"refresh_token": "no", "token": TOKEN, "expires_in": 60}).encode())


@dataclass
class Storage:
    """What the object storage answers."""

    content: Content
    reply: Reply | None = None

    def answer(self, asked: Asked) -> Reply:
        url = urlsplit(asked.path)
        if self.reply is not None:
            return self.reply
        if url.query != SIGNATURE or "authorization" in asked.headers:
            return Reply(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
        body = self.content.blobs[url.path.rpartition("/")[2]]
        first, _, last = asked.headers["range"].removeprefix("bytes=").partition("-")
        part = body[int(first) : int(last) + 1]
        return Reply(206, part, (("Content-Range", f"bytes {first}-{last}/{len(body)}"),))


@dataclass
class Lab:
    """Everything that runs, and what the doctor is told."""

    authority: trustme.CA
    ca_file: str
    dns: DnsServer
    registry: Registry
    auth: Auth
    storage: Storage
    servers: dict[str, Server]
    detours: dict[str, str]
    case: Case

    def around(self, timeout: float = 1.0) -> Surroundings:
        detours = ",".join(f"{place}={target}" for place, target in self.detours.items())
        return Surroundings(
            resolvers=(self.dns.endpoint,),
            connect_to=parse_connect_to(detours),
            ca_file=self.ca_file,
            timeout=timeout,
        )

    def order(
        self,
        only: tuple[str, ...] = (),
        skip: tuple[str, ...] = (),
        credentials: Credentials | None = None,
        timeout: float = 1.0,
    ) -> Order:
        wishes = parse_wishes(only, skip, image=self.case.image is not None)
        return Order(wishes, self.around(timeout), credentials)

    def examine(
        self,
        only: tuple[str, ...] = (),
        skip: tuple[str, ...] = (),
        credentials: Credentials | None = None,
        timeout: float = 1.0,
    ) -> DoctorReport:
        order = self.order(only, skip, credentials, timeout)
        return examine(self.case, order, Here(order.around))

    def changed(self, **fields: object) -> None:
        """Change the case: image, login, limits, platform."""
        self.case = replace(self.case, **fields)  # type: ignore[arg-type]  # each test passes the field's own type


LOGIN = Credentials(USER, PASSWORD, "test")
SLOW_NEVER = Limits(60_000)


def case_of(**legs: dict[str, Any]) -> Case:
    """The worked example with two auth addresses, and changes of its legs."""
    data, lock = stack_data(), lock_data()
    lock["legs"] = legs_data()
    seen = dict(lock["legs"]["auth"]["addresses"][0])
    lock["legs"]["auth"]["addresses"] = [dict(seen, address=A2), dict(seen, address=A1)]
    for leg, change in legs.items():
        lock["legs"][leg] = {**lock["legs"][leg], **change}
    stack, facts = stack_of(data), lock_of(lock)
    plan = make_plan(stack, facts)
    return Case(stack, facts, plan, Network(plan), Image("team/app", "1.2"), login=Login.ANONYMOUS, limits=SLOW_NEVER)


@contextmanager
def lab(directory: Path) -> Iterator[Lab]:
    """A registry in order: every check passes until a test breaks something."""
    authority = trustme.CA()
    ca_file = directory / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    registry, auth = Registry(), Auth()
    storage = Storage(registry.content)
    with ExitStack() as kept:
        dns = kept.enter_context(serve_dns())
        dns.names |= {REGISTRY_HOST: [R], AUTH_HOST: [A1, A2], OSS_HOST: [O1]}
        answers: dict[str, tuple[Registry | Auth | Storage, str]] = {
            R: (registry, REGISTRY_HOST),
            A1: (auth, AUTH_HOST),
            A2: (auth, AUTH_HOST),
            O1: (storage, OSS_HOST),
        }
        servers = {
            address: kept.enter_context(serve(part.answer, tls(authority, host)))
            for address, (part, host) in answers.items()
        }
        detours = {f"{address}:443": server.endpoint for address, server in servers.items()}
        yield Lab(authority, str(ca_file), dns, registry, auth, storage, servers, detours, case_of())


def by_code(report: DoctorReport, code: str) -> list[CheckResult]:
    return [result for result in report.checks if result.code == code]


def outcomes(report: DoctorReport) -> dict[str, list[str]]:
    """Outcomes by `leg.check`."""
    found: dict[str, list[str]] = {}
    for result in report.checks:
        found.setdefault(f"{result.leg}.{result.check}", []).append(str(result.outcome))
    return found
