"""Pulls an image again and again until its input ends; each line that it prints is the JSON of one attempt.

Usage: python -m scripts.on_host.pull IMAGE TARGET AUTH_HOST. Before each pull every address of the auth host is asked
too: a client that finds one without a route tries the next one, so that a pull alone would not tell.
"""

from __future__ import annotations

import json
import select
import socket
import subprocess
import sys
import time

from scripts.on_host.reach import PORT, answers

PATIENCE = 10.0
"""Seconds for one address to answer: far more than it takes, since nothing may fail because the machine is busy."""
LONGEST = 60.0
"""Seconds for one pull: a connection whose route goes away in the middle would wait for ever."""
PAUSE = 0.05


def attempt(image: str, target: str, auth_host: str) -> dict[str, object]:
    """Do everything once: when it began and ended, in seconds since the epoch, and what went wrong."""
    began = time.time()
    wrong = unreachable(auth_host)
    try:
        subprocess.run(["crane", "pull", image, target], check=True, capture_output=True, text=True, timeout=LONGEST)
    except subprocess.CalledProcessError as failed:
        wrong.append(f"crane: {failed.stderr.strip()}")
    except subprocess.TimeoutExpired:
        wrong.append(f"crane: no end within {LONGEST:g} s")
    return {"began": began, "ended": time.time(), "wrong": wrong}


def unreachable(host: str) -> list[str]:
    """What is wrong with the name or an address of a host."""
    try:
        found = socket.getaddrinfo(host, PORT, family=socket.AF_INET, type=socket.SOCK_STREAM)
    except OSError as error:
        return [f"{host}: {error}"]
    addresses = sorted({str(row[4][0]) for row in found})
    return [f"{host} on {address}: no answer" for address in addresses if not answers(address, PATIENCE)]


def main() -> None:
    """Pull until the input ends."""
    image, target, auth_host = sys.argv[1:]
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        print(json.dumps(attempt(image, target, auth_host)), flush=True)


if __name__ == "__main__":
    main()
