"""Follows one pull and tells every thing it saw as a fact: a flat mapping, ready for JSON.

The job says what to follow; every name of it is optional but `legs`::

    legs        {"registry": [host, …], "auth": […], "oss": […]}   hosts that are tried anyway
    resolvers   ["ip[:port]", …]                       DNS servers; the machine's own way when empty
    connect_to  {"host:443" or "address:443": "ip:port"}           detours of connections
    ca_file, timeout                                   certificates to trust; seconds for each phase
    trust, plain                                       regular expression of auth hosts; whether http is allowed
    realm, service                                     what the lock file knows, for when no challenge comes
    storage     [host, …]                              hosts that a layer may be redirected to
    repository, reference, platform                    the image; none: the pull ends with the token
    username, password                                 sent to a trusted realm and to nothing else
    until       challenge, realm, token, manifest or blob: the first thing that is not done

Nothing that could be used to log in is in a fact: no token, no password, no query string of a redirect.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from urllib.parse import urlencode

from acree_infra.doctor.probe.reading import (
    OK,
    REDIRECTS,
    UNAUTHORIZED,
    Fact,
    Parameters,
    answer_facts,
    bearer_parameters,
    blob_facts,
    chosen_blobs,
    chosen_platform,
    json_object,
    manifest_facts,
    place_facts,
    place_parts,
    redirect_place,
    token_of,
)
from acree_infra.doctor.probe.ways import HTTP, HTTPS, Ways
from acree_infra.doctor.probe.wire import FAILURES, Answer, Line, failure_detail, failure_kind

ORDER = ("challenge", "realm", "token", "manifest", "blob")
STEP_LEGS = {"challenge": "registry", "token": "auth", "manifest": "registry", "blob": "registry", "storage": "oss"}
SAMPLE = 262_144
"""Bytes of a layer that are read: enough to fill many full-sized packets, few enough for a slow line."""
SMALL, LARGE = 65_536, 4_194_304
KINDS = ("oci.image.index", "docker.distribution.manifest.list", "oci.image.manifest", "docker.distribution.manifest")
VERSIONS = ("v1", "v2", "v1", "v2")
ACCEPT = ", ".join(f"application/vnd.{kind}.{version}+json" for kind, version in zip(KINDS, VERSIONS))  # noqa: B905  # runs on 3.6


class Pull:
    """Follows one pull.

    Args:
        job: what to follow, as above.
        emit: takes each fact as soon as it is known; called from several threads.
        look_up: answers a name (leg, host) in place of the standard library's ways.
        bearer: reads a challenge in place of `bearer_parameters`.
    """

    def __init__(
        self,
        job: Fact,
        emit: Callable[[Fact], None],
        look_up: Callable[[str, str], Fact] | None = None,
        bearer: Callable[[list[str]], Parameters] = bearer_parameters,
    ) -> None:
        self.job = job
        self.emit = emit
        self.bearer = bearer
        self.ways = Ways(job, emit, look_up)
        until = job.get("until", "")
        self.steps = ORDER[: ORDER.index(until)] if until in ORDER else ORDER
        self.repository = job.get("repository", "")
        self.platform = job.get("platform") or "linux/amd64"
        self.headers: Parameters = {}
        self.line: Line | None = None

    def run(self) -> None:
        """Follow the pull. What breaks on one way does not keep the others from being tried."""
        legs = self.job["legs"]
        self.ways.open([(leg, host) for leg in ("registry", "auth", "oss") for host in legs.get(leg, ())])
        try:
            self._follow([line for host in legs.get("registry", ()) for line in self.ways.lines[host, HTTPS]])
        finally:
            self.ways.close()

    def _follow(self, lines: list[Line]) -> None:
        is_open, challenge = self._challenges(lines) if "challenge" in self.steps else (False, {})
        token = ""
        if not is_open and "realm" in self.steps:
            known = {"realm": self.job.get("realm", ""), "service": self.job.get("service", "")}
            token = self._token(challenge or known, "challenge" if challenge else "lock")
        if token:
            self.headers["Authorization"] = "Bearer " + token
        if self.line is not None and (token or is_open) and self.repository and "manifest" in self.steps:
            self._image(self.line)

    def _ask(
        self, step: str, line: Line, path: str, headers: Parameters, limit: int, describe: Callable[[Answer], Fact]
    ) -> Answer | None:
        """One GET and its fact; None when no answer came."""
        fact: Fact = {"step": step, "leg": STEP_LEGS[step], "host": line.host, "address": line.address, "error": ""}
        try:
            answer = line.get(path, headers, limit)
        except FAILURES as error:
            self.emit(dict(fact, error=failure_kind(error), detail=failure_detail(error)))
            return None
        fact.update(answer_facts(answer))
        fact.update(describe(answer))
        self.emit(fact)
        return answer

    def _challenges(self, lines: list[Line]) -> tuple[bool, Parameters]:
        """Ask every address of the registry; whether one asks for no token, and the first challenge."""
        is_open = False
        found: Parameters = {}
        for line in lines:
            answer = self._ask("challenge", line, "/v2/", {}, SMALL, lambda _: {})
            if answer is not None and self.line is None:
                self.line = line
            is_open = is_open or (answer is not None and answer.status == OK)
            if answer is not None and answer.status == UNAUTHORIZED and not found:
                found = self.bearer(answer.headers.get_all("WWW-Authenticate") or [])
        return is_open, found

    def _token(self, challenge: Parameters, origin: str) -> str:
        """A token of the realm; asked at every address, the first one counts. Nothing is sent to a strange realm."""
        realm = challenge.get("realm", "")
        if not realm:
            return ""
        scheme, host, path = place_parts(realm)
        trust = self.job.get("trust") or "(?!)"
        allowed = ("https", "http") if self.job.get("plain") else ("https",)
        trusted = scheme in allowed and re.match(f"(?:{trust})\\Z", host) is not None
        fact = {"step": "realm", "leg": "auth", "host": host, "address": "", "error": ""}
        self.emit(dict(fact, realm=realm.split("?")[0], origin=origin, trusted=trusted))
        if not trusted:
            return ""
        port = HTTP if scheme == "http" else HTTPS
        self.ways.open([("auth", host)], port)
        if "token" not in self.steps:
            return ""
        tokens = [self._asked(line, path, challenge.get("service", "")) for line in self.ways.lines[host, port]]
        return next(filter(None, tokens), "")

    def _asked(self, line: Line, path: str, service: str) -> str:
        query = {"service": service} if service else {}
        if self.repository:
            query["scope"] = f"repository:{self.repository}:pull"
        headers: Parameters = {}
        username, password = self.job.get("username", ""), self.job.get("password", "")
        if username:
            headers["Authorization"] = "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()
        whole = path + ("&" if "?" in path else "?") + urlencode(query)
        answer = self._ask("token", line, whole, headers, SMALL, lambda found: {"token": bool(token_of(found))})
        return token_of(answer) if answer is not None else ""

    def _image(self, line: Line) -> None:
        manifest = self._manifest(line, self.job.get("reference") or "latest")
        if manifest is not None and "manifests" in manifest:
            digest = chosen_platform(manifest, self.platform)
            manifest = self._manifest(line, digest) if digest else None
        if manifest is None or "blob" not in self.steps:
            return
        for place, (digest, size) in enumerate(chosen_blobs(manifest)):
            self._blob(line, digest, size, None if place == 0 else 1)

    def _manifest(self, line: Line, reference: str) -> Fact | None:
        path = f"/v2/{self.repository}/manifests/{reference}"
        headers = dict(self.headers, Accept=ACCEPT)
        answer = self._ask(
            "manifest", line, path, headers, LARGE, lambda found: manifest_facts(found, reference, self.platform)
        )
        return json_object(answer.body) if answer is not None and answer.status == OK else None

    def _blob(self, line: Line, digest: str, size: int, addresses: int | None) -> None:
        """Ask for a blob without following, then read it where the redirect points, if that is a host we know."""
        path = f"/v2/{self.repository}/blobs/{digest}"

        asked = f"https://{line.host}{path}"

        def describe(answer: Answer) -> Fact:
            if answer.status not in REDIRECTS:
                return blob_facts(answer, digest, size)
            place = redirect_place(answer, asked)
            return dict(place_facts(place), digest=digest, accepted=self._accepts(place))

        answer = self._ask("blob", line, path, self.headers, SAMPLE, describe)
        if answer is not None and answer.status in REDIRECTS and self._accepts(redirect_place(answer, asked)):
            self._storage(redirect_place(answer, asked), digest, size, addresses)

    def _storage(self, place: str, digest: str, size: int, addresses: int | None) -> None:
        _, host, path = place_parts(place)
        self.ways.open([("oss", host)])
        wanted = {"Range": f"bytes=0-{min(size, SAMPLE) - 1}"}
        for line in self.ways.lines[host, HTTPS][:addresses]:
            self._ask("storage", line, path, wanted, SAMPLE, lambda found: blob_facts(found, digest, size))

    def _accepts(self, place: str) -> bool:
        scheme, host, _ = place_parts(place)
        return scheme == "https" and host in self.job.get("storage", ())
