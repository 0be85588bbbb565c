import io
import struct
import subprocess

from acree_sandbox.network import packets

PING = (
    bytes.fromhex("4500001c000100004001") + b"\0\0" + bytes((10, 0, 0, 1, 10, 0, 0, 20)) + b"\x08\0\xf7\xfe\0\x01\0\0"
)


def test_tcpdump_reads_what_is_written() -> None:
    moment = 1_767_225_600_123_456_789
    capture = packets.file_header() + packets.record(PING, moment, 4, 0x0800, b"\x02\0\0\0\0\x01")
    done = subprocess.run(["tcpdump", "-n", "-tt", "-r", "-"], input=capture, capture_output=True, check=True)
    assert done.stdout.startswith(b"1767225600.123456 IP 10.0.0.1 > 10.0.0.20: ICMP echo request")


def test_a_record_says_its_length() -> None:
    record = packets.record(b"abc", 1_000_000_001, 0, 0x0800, b"\x02\0\0\0\0\x01")
    seconds, nanoseconds, kept, whole = struct.unpack("=IIII", record[:16])
    assert (seconds, nanoseconds) == (1, 1)
    assert kept == whole == len(record) - 16 == 16 + 3


def test_the_header_names_the_format() -> None:
    assert struct.unpack("=IHHiIII", packets.file_header())[-1] == 113
    assert io.BytesIO(packets.file_header()).read(4) == struct.pack("=I", 0xA1B23C4D)
