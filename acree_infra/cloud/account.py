"""Who asks."""

from __future__ import annotations

from typing import Protocol


class AccountReader(Protocol):
    """Reads the identity of the credentials (sts)."""

    def account_id(self) -> str:
        """The account id of the credentials (`GetCallerIdentity`)."""
        ...
