"""Where a user and a password for the registry come from; never from the command line, never shown.

The order: the environment, then the configuration of docker (a helper for this host, the helper for all, what
`docker login` stored). With none of them the pull is anonymous.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from acree_infra.errors import ConfigError

USERNAME, PASSWORD = "ACREE_REGISTRY_USERNAME", "ACREE_REGISTRY_PASSWORD"
_IDENTITY = "<token>"
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and a password.

    Attributes:
        username: the user; not shown either, since it may be an account's id.
        password: the password.
        source: where they came from, for a person.
    """

    username: str = field(repr=False)
    password: str = field(repr=False)
    source: str


Run = Callable[[list[str], str], tuple[int, str]]
"""Runs a program with a text on its standard input; gives its exit code and its output."""


def run_helper(command: list[str], text: str) -> tuple[int, str]:
    """Run a credential helper."""
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    return done.returncode, done.stdout


def find_credentials(hosts: tuple[str, ...], environ: Mapping[str, str], run: Run = run_helper) -> Credentials | None:
    """Credentials for one of the registry's names; None when there are none.

    Args:
        hosts: names of the registry, the service's own first.
        environ: the environment.
        run: runs credential helpers.

    Raises:
        ConfigError: half of a pair is set, the configuration of docker cannot be read, or a helper cannot be run.
    """
    username, password = environ.get(USERNAME, ""), environ.get(PASSWORD, "")
    if bool(username) != bool(password):
        given, missing = (USERNAME, PASSWORD) if username else (PASSWORD, USERNAME)
        raise ConfigError(f"{given} is set and {missing} is not", remedy="set both, or neither")
    if username:
        return Credentials(username, password, "environment")
    path = _config_path(environ)
    config = _read_config(path)
    for host in hosts:
        if (found := _of_docker(config, host, path, run)) is not None:
            return found
    return None


def _config_path(environ: Mapping[str, str]) -> Path:
    folder = environ.get("DOCKER_CONFIG", "")
    return (Path(folder) if folder else Path(environ.get("HOME", "~")).expanduser() / ".docker") / "config.json"


def _read_config(path: Path) -> Mapping[str, Any]:
    remedy = "repair it, or set DOCKER_CONFIG to another folder"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}", remedy=remedy) from None
    except ValueError:
        raise ConfigError(f"{path} is no JSON document", remedy=remedy) from None
    if not isinstance(config, Mapping):
        raise ConfigError(f"{path}: expected a JSON object", remedy=remedy)
    return config


def _of_docker(config: Mapping[str, Any], host: str, path: Path, run: Run) -> Credentials | None:
    helpers = _mapping(config, "credHelpers")
    store = helpers.get(host) or config.get("credsStore")
    if isinstance(store, str) and store:
        return _of_helper(store, host, run)
    for name, entry in _mapping(config, "auths").items():
        if _host(name) == host and isinstance(entry, Mapping) and isinstance(entry.get("auth"), str) and entry["auth"]:
            return _decoded(entry["auth"], name, path)
    return None


def _mapping(config: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = config.get(key)
    return value if isinstance(value, Mapping) else {}


def _host(name: str) -> str:
    """The host of an entry; older ones are written as a URL."""
    return name.removeprefix("https://").removeprefix("http://").partition("/")[0].lower()


def _decoded(text: str, name: str, path: Path) -> Credentials:
    try:
        username, colon, password = base64.b64decode(text, validate=True).decode().partition(":")
    except ValueError:
        username, colon, password = "", "", ""
    if not (username and colon):
        raise ConfigError(f"{path}: the login of {name} cannot be read", remedy=f"run `docker login {name}` again")
    return Credentials(username, password.rstrip("\0"), str(path))


def _of_helper(store: str, host: str, run: Run) -> Credentials | None:
    """Ask `docker-credential-<store> get`; one that does not know the host ends with an error, as docker takes it."""
    program = f"docker-credential-{store}"
    try:
        code, output = run([program, "get"], host)
    except FileNotFoundError:
        remedy = "install it, or remove it from docker's configuration"
        raise ConfigError(f"{program} is not on PATH, and docker's configuration wants it", remedy=remedy) from None
    except (OSError, subprocess.SubprocessError) as error:
        raise ConfigError(f"{program} cannot be run: {type(error).__name__}", remedy="run it by hand") from None
    if code != 0:
        return None
    try:
        answer = json.loads(output)
        username, password = str(answer["Username"]), str(answer["Secret"])
    except (ValueError, KeyError, TypeError):
        raise ConfigError(f"{program} answered something else than a login", remedy="run it by hand") from None
    if username == _IDENTITY:
        remedy = f"set {USERNAME} and {PASSWORD}, or use --temporary-password"
        raise ConfigError(f"{program} holds an identity token for {host}, not a password", remedy=remedy)
    return Credentials(username, password, program) if username else None
