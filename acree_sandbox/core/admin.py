"""What is asked of the sandbox itself, under ``/sandbox/``: JSON in, JSON out, from loopback only."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

from acree_sandbox.core.dispatch import Answer, Dispatcher
from acree_sandbox.core.errors import SandboxError
from acree_sandbox.core.faults import fault_from
from acree_sandbox.core.signing.message import Message

PREFIX = "/sandbox/"
LONGEST_WAIT = 60.0
SECRET = frozenset({"AuthKey", "Psk", "key"})
"""Names of fields that hold keys; they are kept and used, and not shown."""
HIDDEN = "(hidden)"

AdminHandler = Callable[[Dispatcher, Message], object]
_ROUTES: dict[tuple[str, str], AdminHandler] = {}


def route(method: str, name: str) -> Callable[[AdminHandler], AdminHandler]:
    """Register a function that answers ``<method> /sandbox/<name>``; ValueError when that is taken."""

    def register(handler: AdminHandler) -> AdminHandler:
        if (method, name) in _ROUTES:
            raise ValueError(f"{method} {PREFIX}{name} is taken")
        _ROUTES[method, name] = handler
        return handler

    return register


def serve_admin(dispatcher: Dispatcher, message: Message) -> Answer:
    """Answer one administrative request; what cannot be done becomes an ``{"error": …}``."""
    name = message.path.removeprefix(PREFIX)
    handler = _ROUTES.get((message.method, name))
    if handler is None:
        known = ", ".join(f"{method} {PREFIX}{path}" for method, path in sorted(_ROUTES))
        return _answer(404, {"error": f"no {message.method} {message.path}; there are {known}"})
    try:
        return _answer(200, handler(dispatcher, message))
    except SandboxError as error:
        return _answer(400, {"error": str(error)})


@route("GET", "health")
def health(dispatcher: Dispatcher, _message: Message) -> object:
    """Say that the sandbox serves, how many actions, and how many commits there were."""
    return {"status": "ok", "actions": len(dispatcher.registry.served()), "revision": dispatcher.cloud.revision}


@route("GET", "state")
def state(dispatcher: Dispatcher, _message: Message) -> object:
    """Show every resource, by kind, as it is saved."""
    kinds: dict[str, list[object]] = {}
    with dispatcher.cloud.transaction():
        for row in dispatcher.cloud.everything():
            kinds.setdefault(row.kind, []).append(_without_secrets(row.document()))
    return {"revision": dispatcher.cloud.revision, "resources": kinds}


@route("GET", "actions")
def actions(dispatcher: Dispatcher, _message: Message) -> object:
    """List the served actions and their parameters."""
    return [
        {"product": its.product, "version": its.version, "action": its.name, "parameters": sorted(its.parameters)}
        for its in dispatcher.registry.served()
    ]


@route("GET", "wait")
def wait(dispatcher: Dispatcher, message: Message) -> object:
    """Answer as soon as the revision is past ``revision``, or after ``timeout`` seconds (10, at most 60)."""
    revision = int(_number(message, "revision", 0))
    timeout = min(_number(message, "timeout", 10.0), LONGEST_WAIT)
    return {"revision": dispatcher.cloud.wait(revision, timeout)}


@route("POST", "reset")
def reset(dispatcher: Dispatcher, _message: Message) -> object:
    """Forget everything, faults too, and begin again as the world says."""
    dispatcher.faults.clear()
    dispatcher.cloud.reset()
    return {"revision": dispatcher.cloud.revision}


@route("GET", "faults")
def list_faults(dispatcher: Dispatcher, _message: Message) -> object:
    """List the faults that are left."""
    return {"faults": [asdict(fault) for fault in dispatcher.faults.listed()]}


@route("POST", "faults")
def add_fault(dispatcher: Dispatcher, message: Message) -> object:
    """Set the fault that the body describes, with the fields of `Fault`."""
    try:
        document = json.loads(message.body)
    except ValueError as error:
        raise SandboxError(f"wanted a fault as JSON: {error}") from error
    dispatcher.faults.add(fault_from(document))
    return list_faults(dispatcher, message)


@route("DELETE", "faults")
def clear_faults(dispatcher: Dispatcher, message: Message) -> object:
    """Behave again."""
    dispatcher.faults.clear()
    return list_faults(dispatcher, message)


def _without_secrets(value: object) -> object:
    """What is kept, without keys of tunnels and sessions."""
    if isinstance(value, Mapping):
        return {name: HIDDEN if name in SECRET and its else _without_secrets(its) for name, its in value.items()}
    if isinstance(value, list | tuple):
        return [_without_secrets(its) for its in value]
    return value


def _number(message: Message, name: str, default: float) -> float:
    text = message.query.get(name, "")
    try:
        return float(text) if text else default
    except ValueError:
        raise SandboxError(f"{name!r} is a number, found {text!r}") from None


def _answer(status: int, document: object) -> Answer:
    return Answer(status, json.dumps(document, ensure_ascii=False).encode())
