"""The sandbox as a process of its own: started by forking, so that what is imported already need not be again."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Event

from acree_sandbox.core.errors import SandboxError
from acree_sandbox.core.world import World
from acree_sandbox.services.loopback import Sandbox, sandbox

RUNNING_FILE = "running.json"
_READY = b"ready"
_STOP_SECONDS = 10.0

Begin = Callable[[], AbstractContextManager[Sandbox]]
"""Starts a sandbox with everything that was asked for."""


def running(folder: Path) -> Mapping[str, object] | None:
    """What a running sandbox says of itself (`pid`, `url`, `environment`); None when none runs here."""
    path = folder / RUNNING_FILE
    try:
        found: Mapping[str, object] = json.loads(path.read_text(encoding="utf-8"))
        alive = _alive(int(str(found["pid"]))) and bool(found["url"] and found["environment"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise SandboxError(f"{path} is broken; stop the sandbox by hand and delete the file") from error
    return found if alive else None


def need_running(folder: Path) -> Mapping[str, object]:
    """What a running sandbox says of itself.

    Raises:
        SandboxError: none runs here.
    """
    found = running(folder)
    if found is None:
        raise SandboxError(f"no sandbox runs in {folder}; start one with: acree-sandbox up --world FILE")
    return found


def environment_of(found: Mapping[str, object]) -> dict[str, str]:
    """The environment that a running sandbox hands to its users."""
    variables = found["environment"]
    return {str(k): str(v) for k, v in variables.items()} if isinstance(variables, dict) else {}


def start(folder: Path, world: World, *, port: int = 0, network: bool = False) -> None:
    """Start a sandbox in the background and return when it serves.

    Raises:
        SandboxError: it could not start; its own words are in the message.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os._exit(_serve_detached(lambda: sandbox(folder, world, port=port, network=network), folder, writing))
    os.close(writing)
    with os.fdopen(reading, "rb") as words:
        said = words.read()
    if said != _READY:
        os.waitpid(child, 0)
        raise SandboxError(said.decode() or f"the sandbox ended at once; see {folder / 'sandbox.log'}")


def serve_until_told(folder: Path, world: World, *, port: int = 0, network: bool = False) -> None:
    """Serve in this process until SIGTERM or SIGINT.

    Raises:
        SandboxError: the folder is in use or its state cannot be read.
    """
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    _serve(lambda: sandbox(folder, world, port=port, network=network), folder, lambda: None, ended)


def stop(folder: Path) -> bool:
    """Stop the sandbox and wait for its end; False when none ran.

    Raises:
        SandboxError: it does not end.
    """
    found = running(folder)
    if found is None:
        return False
    pid = int(str(found["pid"]))
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while _alive(pid):
        if time.monotonic() > deadline:
            raise SandboxError(f"process {pid} does not end; look at {folder / 'sandbox.log'}, then: kill -9 {pid}")
        time.sleep(0.02)
    return True


def _alive(pid: int) -> bool:
    """Whether a process runs; one that has ended but that nobody has waited for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def _serve_detached(begin: Begin, folder: Path, writing: int) -> int:
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    log = os.open(folder / "sandbox.log", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    for stream, target in ((0, nowhere), (1, log), (2, log)):
        os.dup2(target, stream)
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())

    def ready() -> None:
        os.write(writing, _READY)
        os.close(writing)

    try:
        _serve(begin, folder, ready, ended)
    except (SandboxError, OSError) as error:
        os.write(writing, str(error).encode())
        return 1
    except Exception:  # noqa: BLE001  # the last word of a detached process: it goes to the log whole
        traceback.print_exc()
        return 1
    return 0


def _serve(begin: Begin, folder: Path, ready: Callable[[], None], ended: Event) -> None:
    with begin() as serving:
        path = folder / RUNNING_FILE
        aside = path.with_suffix(".new")
        found = {
            "pid": os.getpid(),
            "url": serving.control.url,
            "environment": dict(serving.environment()),
            "network": serving.network is not None,
        }
        descriptor = os.open(aside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(found, stream, indent=1)
        aside.replace(path)
        try:
            ready()
            ended.wait()
        finally:
            path.unlink(missing_ok=True)
