"""Reads what servers answer: challenges, manifests, redirects, layers. Whatever comes, nothing is raised."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from acree_infra.doctor.probe.wire import Answer

OK, UNAUTHORIZED, ERRORS = 200, 401, 400
REDIRECTS = (301, 302, 303, 307, 308)
TOLD = ("Content-Range", "Content-Type", "Docker-Content-Digest", "Retry-After", "WWW-Authenticate", "X-Oss-Request-Id")
"""The headers that a fact tells."""
ELEMENT = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*"?)+')
PARAMETER = re.compile(r'[ \t]*(?:([\w-]+)[ \t]+)?([\w-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))[ \t]*')
REASON = re.compile(r'(?:"code"\s*:\s*"|<Code>)([A-Za-z0-9_.]{1,60})')
FIRST = 65_536

Fact: TypeAlias = "dict[str, Any]"
Parameters: TypeAlias = "dict[str, str]"


def bearer_parameters(headers: list[str]) -> Parameters:
    """Parameters of the first Bearer challenge with a realm, names in lower case; empty when there is none."""
    found: Parameters = {}
    for header in headers:
        bearer = False
        for element in ELEMENT.findall(header):
            match = PARAMETER.fullmatch(element)
            scheme = match.group(1) if match else element.strip().partition(" ")[0]
            if scheme:
                if bearer and found.get("realm"):
                    return found
                bearer, found = scheme.lower() == "bearer", {}
            if bearer and match:
                quoted = match.group(3)
                value = match.group(4) if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
                found.setdefault(match.group(2).lower(), value)
        if bearer and found.get("realm"):
            return found
    return {}


def json_object(body: bytes) -> Fact:
    """A JSON object; an empty one for anything else."""
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def answer_facts(answer: Answer) -> Fact:
    """What a fact tells of any answer; of an error also the code word in its body (JSON or XML), and nothing else."""
    told = {name.lower(): answer.headers.get_all(name) for name in TOLD if answer.headers.get_all(name)}
    reason = REASON.search(answer.body[:FIRST].decode("latin-1")) if answer.status >= ERRORS else None
    word = reason.group(1) if reason else ""
    return {"status": answer.status, "headers": told, "ms": answer.milliseconds, "reason": word}


def token_of(answer: Answer) -> str:
    """The token of a token service's answer; empty when it has none."""
    found: Fact = json_object(answer.body) if answer.status == OK else {}
    return str(found.get("token") or found.get("access_token") or "")


def redirect_place(answer: Answer, asked: str) -> str:
    """Where an answer sends on to, as a whole URL; empty when that cannot be read."""
    try:
        return urljoin(asked, str(answer.headers.get("Location", "")))
    except ValueError:
        return ""


def place_parts(place: str) -> tuple[str, str, str]:
    """Scheme, host and path with query; all empty when it is no URL or names a port that is not its scheme's own."""
    try:
        parts = urlsplit(place)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        return "", "", ""
    if not host or port not in (None, 80 if parts.scheme == "http" else 443):
        return "", "", ""
    return parts.scheme, host, (parts.path or "/") + ("?" + parts.query if parts.query else "")


def place_facts(place: str) -> Fact:
    """Where a redirect points, without its query: that is signed and as good as a password."""
    try:
        parts = urlsplit(place)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return {"scheme": "", "target": "", "location": ""}
    shown = host if port is None else f"{host}:{port}"
    return {"scheme": parts.scheme, "target": shown, "location": f"{parts.scheme}://{shown}{parts.path}"}


def chosen_platform(index: Fact, platform: str) -> str:
    """Digest of the manifest for a platform such as `linux/amd64`; empty when the index has none."""
    entries = index.get("manifests")
    for entry in entries if isinstance(entries, list) else []:
        about = entry.get("platform") if isinstance(entry, dict) else None
        if isinstance(about, dict) and [about.get("os"), about.get("architecture")] == platform.split("/")[:2]:
            return str(entry.get("digest", ""))
    return ""


def chosen_blobs(manifest: Fact) -> list[tuple[str, int]]:
    """Digest and size of what is read: the smallest blob, to its end, and the largest one, its beginning."""
    layers = manifest.get("layers")
    entries = [manifest.get("config")] + (layers if isinstance(layers, list) else [])
    sized = [
        (entry["size"], str(entry.get("digest", "")))
        for entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("size"), int) and entry["size"] > 0
    ]
    sized.sort()
    return [(digest, size) for size, digest in sorted({sized[0], sized[-1]})] if sized else []


def manifest_facts(answer: Answer, reference: str, platform: str) -> Fact:
    """What was read of a manifest: of an index the entry of the platform, of an image how many blobs are read."""
    found = json_object(answer.body)
    about: Fact = {"reference": reference, "found": "sha256:" + hashlib.sha256(answer.body).hexdigest()}
    if "manifests" in found:
        about["platform"] = chosen_platform(found, platform)
    else:
        about["blobs"] = len(chosen_blobs(found))
    return about


def blob_facts(answer: Answer, digest: str, size: int) -> Fact:
    """What was read of a blob; the digest of what came is told when all of it came."""
    complete = len(answer.body) == size
    found = "sha256:" + hashlib.sha256(answer.body).hexdigest() if complete else ""
    return {"digest": digest, "size": size, "bytes": len(answer.body), "found": found}
