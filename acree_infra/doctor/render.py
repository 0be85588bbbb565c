"""The command that Cloud Assistant runs on a host: the probe with its job, readable by whoever looks at it there.

The first command wants python3. Where there is none it says so, and the second one, for curl, is sent.
"""

from __future__ import annotations

import base64
import json
import shlex
import zlib
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

from acree_infra.doctor.bundle import probe_source
from acree_infra.doctor.job import Job
from acree_infra.errors import ConfigError

LARGEST = 24 * 1024
"""Most bytes of a command after Base64 (`RunCommand`, CommandContent)."""
NOT_HERE = '{"schema_version":1,"by":"none","facts":[]}'
MARK = "# acree doctor probe, version 1: follows one pull of an image and changes nothing."
_PYTHON = """#!/bin/sh
{mark}
# The program below is Python, packed: zlib, then Base64. The job is the line that begins with ACREE_JOB.
ACREE_JOB={job}
export ACREE_JOB
if command -v python3 >/dev/null 2>&1; then
  exec python3 -I -S -c 'import base64,zlib;exec(zlib.decompress(base64.b64decode("{packed}")))'
fi
echo '{absent}'
"""
_SETTINGS: Mapping[str, Callable[[Job], Any]] = {
    "REGISTRY_HOSTS": lambda job: job["legs"].get("registry", []),
    "AUTH_HOSTS": lambda job: job["legs"].get("auth", []),
    "OSS_HOSTS": lambda job: job["legs"].get("oss", []),
    "RESOLVERS": lambda job: job["resolvers"],
    "CONNECT_TO": lambda job: [f"{source}={target}" for source, target in job["connect_to"].items()],
    "TIMEOUT": lambda job: str(max(1, round(job["timeout"]))),
    "TRUST": lambda job: job["trust"],
    "PLAIN": lambda job: "1" if job["plain"] else "",
    "REALM": lambda job: job["realm"],
    "SERVICE": lambda job: job["service"],
    "STORAGE": lambda job: job["storage"],
    "REPOSITORY": lambda job: job["repository"],
    "REFERENCE": lambda job: job["reference"],
    "PLATFORM": lambda job: job["platform"],
    "USERNAME": lambda job: job["username"],
    "PASSWORD": lambda job: job["password"],
    "UNTIL": lambda job: job["until"],
}


def python_command(job: Job) -> str:
    """A shell script that follows the pull with python3, or prints `NOT_HERE`.

    Raises:
        ConfigError: the stack has so many hosts that the service would refuse the command.
    """
    packed = base64.b64encode(zlib.compress(probe_source().encode(), 9)).decode()
    job_text = shlex.quote(json.dumps(dict(job), separators=(",", ":")))
    return _fits(_PYTHON.format(mark=MARK, job=job_text, packed=packed, absent=NOT_HERE))


def curl_command(job: Job) -> str:
    """A shell script that follows the pull with curl.

    Raises:
        ConfigError: as for `python_command`.
    """
    lines = ["#!/bin/sh", MARK]
    for name, read in _SETTINGS.items():
        value = read(job)
        lines.append(f"{name}={shlex.quote(value if isinstance(value, str) else ' '.join(value))}")
    script = files("acree_infra.doctor.probe").joinpath("probe.sh").read_text(encoding="utf-8")
    return _fits("\n".join(lines) + "\n" + script)


def _fits(command: str) -> str:
    size = len(base64.b64encode(command.encode()))
    if size > LARGEST:
        raise ConfigError(
            f"the probe's command would have {size} bytes, Cloud Assistant takes {LARGEST}",
            remedy="follow fewer legs at once: --only registry, --only auth, --only oss",
        )
    return command
