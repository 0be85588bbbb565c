"""Times: one zone for everybody where programs compare them, the reader's own where a person reads them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_TIME = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
"""RFC 3339, as engines and services write it; digits behind the second may be more than Python keeps."""


def in_utc(text: str) -> str:
    """A text whose times are those of UTC, to the second: `2026-11-24T14:16:05Z`."""
    return _TIME.sub(lambda found: _read(found[0]).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), text)


def in_own_zone(text: str) -> str:
    """A text whose times are those of the reader's zone (`TZ`, or the machine's): `2026-11-24 22:16 CST`."""
    return _TIME.sub(lambda found: _read(found[0]).astimezone().strftime("%Y-%m-%d %H:%M %Z"), text)


def _read(text: str) -> datetime:
    return datetime.fromisoformat(re.sub(r"\.\d+", "", text))
