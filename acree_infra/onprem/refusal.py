"""What a renderer says when a device family cannot do what a view asks."""

from __future__ import annotations

from acree_infra.errors import ConfigError


class CannotRender(ConfigError):
    """A device family cannot do what the site needs; the message says what, and the remedy what else there is."""

    code = "onprem"


class CannotRead(ConfigError):
    """A configuration that was read is not of the family that was named, or holds what its reader cannot follow."""

    code = "onprem-read"
