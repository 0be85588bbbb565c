"""Ids of what a plan names: attachments, gateways, lines; of what exists and of what is being created."""

from __future__ import annotations

import pulumi


class Attachments:
    """Ids by the plan's own names.

    Those of attachments are bare (`tr-attach-…`): route entries, associations and propagations take no composite ones.
    """

    def __init__(self) -> None:
        self._ids: dict[str, pulumi.Input[str]] = {}

    def add(self, name: str, attachment_id: pulumi.Input[str]) -> None:
        """Add one attachment."""
        self._ids[name] = attachment_id

    def id(self, name: str) -> pulumi.Input[str]:
        """The bare id of an attachment; a name that an override gave as an id is that id itself."""
        return self._ids.get(name, name)

    def all(self) -> dict[str, pulumi.Input[str]]:
        """Every id by name."""
        return dict(self._ids)
