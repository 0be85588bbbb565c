"""Secrets in rendered files: by reference, or in full where that is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from acree_infra.onprem.refusal import CannotRender
from acree_infra.onprem.view import SecretReference

MARK = "ACREE-SECRET-"
"""Stands before a secret's name wherever its value is to be put by hand, or by a tool."""
_SAFE = re.compile(r"[A-Za-z0-9._~+=:,/@%^*()!-]+")
"""What every family takes without quoting."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Puts secrets into files.

    Attributes:
        values: secret by name; None puts references.
    """

    values: Mapping[str, str] | None = field(default=None, repr=False)

    @property
    def shown(self) -> bool:
        """Whether values are put."""
        return self.values is not None

    def __call__(self, reference: SecretReference) -> str:
        """The text to put for a secret.

        Raises:
            CannotRender: there is no value of that name, or one that some device would read differently.
        """
        if self.values is None:
            return MARK + reference.name
        value = self.values.get(reference.name)
        if value is None:
            raise CannotRender(
                f"there is no value for the secret {reference.name}",
                remedy="set it in the stack's configuration, or render references: leave out --with-secrets",
            )
        if not _SAFE.fullmatch(value):
            raise CannotRender(
                f"the secret {reference.name} holds a character that not every device takes unquoted",
                remedy="use letters, digits and . _ ~ + = : , / @ % ^ * ( ) ! - only, or put it by hand",
            )
        return value


REFERENCES = Keys()
"""Puts references only."""
