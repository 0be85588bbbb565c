"""Ids as the service makes them: a prefix, for regional kinds the region's mark, and a suffix from a counter."""

from __future__ import annotations

from hashlib import blake2b

MARKS = {
    "ap-northeast-1": "6we",
    "ap-southeast-1": "t4n",
    "ap-southeast-5": "k1a",
    "cn-beijing": "2ze",
    "cn-chengdu": "2vc",
    "cn-hangzhou": "bp1",
    "cn-hongkong": "j6c",
    "cn-huhehaote": "hp3",
    "cn-qingdao": "m5e",
    "cn-shanghai": "uf6",
    "cn-shenzhen": "wz9",
    "cn-zhangjiakou": "8vb",
    "eu-central-1": "gw8",
    "us-east-1": "0xi",
    "us-west-1": "rj9",
}
"""What regional ids of the real service begin with after the prefix, where it is known."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def suffix(seed: int, serial: int, length: int = 18) -> str:
    """Return the text of lower-case letters and digits that belongs to a serial number."""
    number = int.from_bytes(blake2b(f"{seed}/{serial}".encode(), digest_size=16).digest(), "big")
    letters = []
    for _ in range(length):
        number, digit = divmod(number, 36)
        letters.append(_DIGITS[digit])
    return "".join(letters)


def make_id(prefix: str, region: str, seed: int, serial: int) -> str:
    """Return an id such as ``vpc-bp1k2…`` (with a region) or ``cen-5x0…`` (without)."""
    return f"{prefix}-{MARKS.get(region, '')}{suffix(seed, serial)}"
