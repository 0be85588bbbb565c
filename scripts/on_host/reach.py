"""Tells which addresses answer TLS on TCP 443: each line that comes is a JSON list of them, each answer a JSON object.

Usage: python -m scripts.on_host.reach SECONDS. Addresses are asked side by side; what has not answered after the
seconds does not.
"""

from __future__ import annotations

import json
import socket
import ssl
import sys
from concurrent.futures import ThreadPoolExecutor

PORT = 443
SIDE_BY_SIDE = 16


def answers(address: str, seconds: float) -> bool:
    """Whether something speaks TLS on an address; whose certificate it has is not asked."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection((address, PORT), seconds) as plain, context.wrap_socket(plain):
            return True
    except OSError:
        return False


def main() -> None:
    """Answer until the input ends."""
    seconds = float(sys.argv[1])
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for line in sys.stdin:
            addresses = json.loads(line)
            found = dict(zip(addresses, pool.map(lambda its: answers(its, seconds), addresses), strict=True))
            print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
