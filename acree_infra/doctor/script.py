"""The probe as a file for a host that nobody can reach from here: somebody carries it there, and its answers back.

It holds no secret. Credentials for the registry are taken from the environment there, or asked for on a terminal.
"""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from acree_infra.discovery.surroundings import Surroundings
from acree_infra.doctor.case import Case
from acree_infra.doctor.credentials import PASSWORD, USERNAME
from acree_infra.doctor.job import Job, Order, make_job
from acree_infra.doctor.judge.say import one_line
from acree_infra.doctor.render import MARK, curl_probe, curl_settings, job_text, packed_probe
from acree_infra.doctor.skips import Wishes

_OF_THE_HOST = frozenset({"resolvers", "connect_to", "ca_file", "timeout", "username", "password"})
"""What of a job says how a host goes about it, and not what is looked at."""
_SCRIPT = """#!/bin/sh
{mark}
# Made for {where}. It needs python3, or curl. Run it on that host and bring back what it prints:
#   sh FILE >answers.json
#   acree doctor --stack {stack} --answers answers.json
# It holds no credentials. Those for the registry come from {username} and {password}, or are asked for
# on a terminal; without a user a token is asked for without one.
# The program for python3 is packed: zlib, then Base64. The same for curl stands below it, to be read.
ACREE_ORDER={order}
ACREE_JOB={job}

user=${{{username}:-}} word=${{{password}:-}}
asks() {{ [ -t 0 ] && [ -t 2 ]; }}
if [ -z "$user" ] && asks; then
  printf 'User of the registry (empty: without one): ' >&2
  read -r user || user=
fi
if [ -n "$user" ] && [ -z "$word" ] && asks; then
  trap 'stty echo' EXIT
  trap 'exit 1' HUP INT TERM
  stty -echo
  printf 'Password: ' >&2
  IFS= read -r word || word=
  stty echo
  trap - EXIT HUP INT TERM
  echo >&2
fi
if [ -n "$user" ] && [ -z "$word" ]; then
  echo '{username} is set and {password} is not: set both, or neither' >&2
  exit 2
fi
login=anonymous
[ -n "$user" ] && login=sent

by_python() {{
  ACREE_JOB=$ACREE_JOB {username}=$user {password}=$word python3 -I -S -c '{python}'
}}

by_curl() {{ (
{settings}
USERNAME=$user PASSWORD=$word
{curl}) }}

has() {{ command -v "$1" >/dev/null 2>&1; }}
if has python3 && found=$(by_python </dev/null); then
  :
elif has curl && found=$(by_curl </dev/null); then
  :
elif has python3 || has curl; then
  echo 'the probe could not be run' >&2
  exit 1
else
  echo 'this host has neither python3 nor curl' >&2
  exit 1
fi
printf '{{"schema_version":1,"login":"%s","order":%s,"probe":%s}}\\n' "$login" "$ACREE_ORDER" "$found"
"""
_PYTHON = (
    "import base64,json,os,zlib;"
    'job=json.loads(os.environ["ACREE_JOB"]);'
    'job.update(username=os.environ["{username}"],password=os.environ["{password}"]);'
    'os.environ["ACREE_JOB"]=json.dumps(job);'
    'exec(zlib.decompress(base64.b64decode("{packed}")))'
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a script was made for; it comes back with the answers, which are judged by it.

    Attributes:
        stack: name of the stack.
        site: data center that the host must belong to; may be empty.
        image: the image to follow; may be empty.
        platform: platform to take from an index of several.
        wanted: digest of what is looked at; another one means that the stack or its lock file changed meanwhile.
        only: the legs that were wanted; all when empty.
        skip: legs and checks that were not.
    """

    stack: str
    site: str
    image: str
    platform: str
    wanted: str
    only: tuple[str, ...]
    skip: tuple[str, ...]


def script(case: Case, order: Order, only: Sequence[str], skip: Sequence[str]) -> str:
    """The whole script.

    Args:
        case: what is expected.
        order: what to do there; credentials are left out.
        only: as given to `parse_wishes`.
        skip: the same.
    """
    job = {**make_job(case, order), "username": "", "password": "", "ca_file": ""}
    image = str(case.image) if case.image else ""
    carried = Carried(case.stack.name, case.site, image, case.platform, _digest(job), tuple(only), tuple(skip))
    names = {"username": USERNAME, "password": PASSWORD}
    settings = [line for line in curl_settings(job) if not line.startswith(("USERNAME=", "PASSWORD="))]
    stack = one_line(case.stack.name)
    return _SCRIPT.format(
        mark=MARK,
        where=f"a host of site {case.site}, stack {stack}" if case.site else f"a host of stack {stack}",
        stack=stack,
        order=shlex.quote(json.dumps(asdict(carried), separators=(",", ":"))),
        job=shlex.quote(job_text(job)),
        python=_PYTHON.format(packed=packed_probe(), **names),
        settings="\n".join(settings),
        curl=curl_probe(),
        **names,
    )


def wanted_digest(case: Case, wishes: Wishes) -> str:
    """Digest of what a script made now would look at."""
    return _digest(make_job(case, Order(wishes, Surroundings())))


def _digest(job: Job) -> str:
    looked_at = {name: value for name, value in job.items() if name not in _OF_THE_HOST}
    return hashlib.sha256(json.dumps(looked_at, sort_keys=True).encode()).hexdigest()
