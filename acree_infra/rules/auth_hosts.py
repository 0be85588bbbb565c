"""The known families of auth host names and the region each belongs to (3.3)."""

from __future__ import annotations

import re

_REGION = r"(?P<region>[a-z]{2,3}(?:-[a-z0-9]+)+)"
_DOTTED = re.compile(rf"dockerauth(?:-[a-z0-9]+)*\.{_REGION}\.aliyuncs\.com")
_DASHED = re.compile(rf"dockerauth(?:-ee|-vpc)*-{_REGION}\.aliyuncs\.com")


def family_region(host: str) -> str | None:
    """The region of a host of a known family; None for any other host.

    Known are `dockerauth*.<region>.aliyuncs.com` and, as cn-zhangjiakou has it, `dockerauth-<region>.aliyuncs.com`.
    """
    found = _DOTTED.fullmatch(host) or _DASHED.fullmatch(host)
    return found["region"] if found else None
