"""Writes every packet of the network namespace that it runs in to its output, in the capture format of tcpdump.

tcpdump itself gives up root before it shows anything, which it cannot where root is the only user; so it reads from
this program, outside.
"""

from __future__ import annotations

import socket
import struct
import sys
import time
from typing import BinaryIO

_EVERY_PROTOCOL = 3
_LONGEST = 65535
_COOKED = 113
"""The link type of packets whose link header is replaced by a short description."""


def file_header() -> bytes:
    """Return what a capture begins with: its magic number for nanoseconds, version 2.4, link type."""
    return struct.pack("=IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, _LONGEST, _COOKED)


def record(content: bytes, moment: int, direction: int, protocol: int, hardware: bytes) -> bytes:
    """Return one packet of a capture.

    Args:
        content: the packet from its network header on.
        moment: nanoseconds since the epoch.
        direction: 0 to us, 3 to another, 4 sent by us.
        protocol: its EtherType.
        hardware: hardware address of the sender.
    """
    cooked = struct.pack("!HHH8sH", direction, 1, len(hardware), hardware, protocol) + content
    seconds, nanoseconds = divmod(moment, 1_000_000_000)
    return struct.pack("=IIII", seconds, nanoseconds, len(cooked), len(cooked)) + cooked


def main(output: BinaryIO) -> int:
    """Write packets until the reader is gone."""
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_EVERY_PROTOCOL)) as taken:
        try:
            output.write(file_header())
            output.flush()
            while True:
                content, (_, protocol, direction, _, hardware) = taken.recvfrom(_LONGEST)
                output.write(record(content, time.time_ns(), direction, protocol, hardware))
                output.flush()
        except (BrokenPipeError, KeyboardInterrupt):
            return 0


if __name__ == "__main__":
    sys.exit(main(sys.stdout.buffer))
