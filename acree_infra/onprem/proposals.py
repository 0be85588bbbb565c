"""What IKE and ESP agree on, out of what the cloud offers.

The cloud offers DES, 3DES and MD5 too: they are broken, so no device gets them from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Encryption(StrEnum):
    """AES in CBC mode, by the names of the cloud's API (`IkeEncAlg`, `IpsecEncAlg`)."""

    AES_128 = "aes"
    AES_192 = "aes192"
    AES_256 = "aes256"

    @property
    def bits(self) -> int:
        """Length of the key."""
        return int(self.value.removeprefix("aes") or 128)


class Integrity(StrEnum):
    """Hash functions, by the names of the cloud's API (`IkeAuthAlg`, `IpsecAuthAlg`)."""

    SHA1 = "sha1"
    SHA256 = "sha256"
    SHA384 = "sha384"
    SHA512 = "sha512"

    @property
    def bits(self) -> int:
        """Length of the hash."""
        return 160 if self is Integrity.SHA1 else int(self.value.removeprefix("sha"))


class Group(IntEnum):
    """Diffie-Hellman groups, by number (`IkePfs`, `IpsecPfs`)."""

    MODP_1024 = 2
    MODP_1536 = 5
    MODP_2048 = 14

    @property
    def bits(self) -> int:
        """Length of the modulus."""
        return {2: 1024, 5: 1536, 14: 2048}[self.value]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal.

    Attributes:
        encryption: how packets are encrypted.
        integrity: how they are authenticated.
        group: of the key exchange; None in an ESP proposal without forward secrecy.
        lifetime: seconds until new keys are made.
    """

    encryption: Encryption
    integrity: Integrity
    group: Group | None
    lifetime: int
