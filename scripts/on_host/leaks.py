"""Counts what leaves an interface in clear text for some prefixes: each line that comes is answered with the count.

Usage: python -m scripts.on_host.leaks INTERFACE PREFIX... Packets inside of a tunnel have the tunnel's end as their
destination, so that none of them counts.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from ipaddress import IPv4Address, IPv4Network

EVERY_PROTOCOL, IPV4 = 3, 0x0800
LARGEST = 65535
_DESTINATION = slice(16, 20)


class Counter(threading.Thread):
    """Reads every packet that leaves an interface.

    Args:
        interface: its name.
        prefixes: destinations that count.

    Attributes:
        left: how many IPv4 packets have left it at all.
        clear: destinations of those that count, each once.
    """

    def __init__(self, interface: str, prefixes: list[IPv4Network]) -> None:
        super().__init__(daemon=True)
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(EVERY_PROTOCOL))
        self._socket.bind((interface, EVERY_PROTOCOL))
        self._prefixes = prefixes
        self.left = 0
        self.clear: set[str] = set()

    def run(self) -> None:
        """Count for ever."""
        while True:
            packet, (_, protocol, kind, *_rest) = self._socket.recvfrom(LARGEST)
            if kind == socket.PACKET_OUTGOING and protocol == IPV4:
                self.left += 1
                destination = IPv4Address(packet[_DESTINATION])
                if any(destination in prefix for prefix in self._prefixes):
                    self.clear.add(str(destination))


def main() -> None:
    """Answer until the input ends."""
    interface, *prefixes = sys.argv[1:]
    counter = Counter(interface, [IPv4Network(prefix) for prefix in prefixes])
    counter.start()
    for _ in sys.stdin:
        print(json.dumps({"left": counter.left, "clear": sorted(counter.clear)}), flush=True)


if __name__ == "__main__":
    main()
