"""The command that runs on a host: the probe with its job, readable by whoever looks at it there.

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
    """A shell script that follows the pull with python3, or prints `NOT_HERE`."""
    return _PYTHON.format(mark=MARK, job=shlex.quote(job_text(job)), packed=packed_probe(), absent=NOT_HERE)


def curl_command(job: Job) -> str:
    """A shell script that follows the pull with curl."""
    return "\n".join(("#!/bin/sh", MARK, *curl_settings(job))) + "\n" + curl_probe()


def packed_probe() -> str:
    """The probe for Python: zlib, then Base64."""
    return base64.b64encode(zlib.compress(probe_source().encode(), 9)).decode()


def job_text(job: Job) -> str:
    """A job as the probe for Python reads it."""
    return json.dumps(dict(job), separators=(",", ":"))


def curl_settings(job: Job) -> list[str]:
    """The assignments that stand before the probe for curl."""
    values = {name: read(job) for name, read in _SETTINGS.items()}
    return [
        f"{name}={shlex.quote(value if isinstance(value, str) else ' '.join(value))}" for name, value in values.items()
    ]


def curl_probe() -> str:
    """The probe for curl, without its settings."""
    return files("acree_infra.doctor.probe").joinpath("probe.sh").read_text(encoding="utf-8")
