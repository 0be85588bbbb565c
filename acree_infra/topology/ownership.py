"""How a stack marks what it made, so that its own things never enter its lock file.

Whoever creates a thing puts the mark on it; whoever looks things up leaves the marked ones out. Without that, a
look-up after an update would find the stack's own routes and attachments, and the next plan would differ from
the last one although nobody changed anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

STACK_TAG = "acree:stack"
"""Tag key on the CEN, the transit routers and the attachments of a stack. The service allows no `acs:` or `aliyun`."""


def stack_tag(stack: str) -> tuple[str, str]:
    """Key and value of the tag on a CEN, transit router or attachment that this stack made."""
    return STACK_TAG, stack


def is_own_tag(stack: str, tags: Iterable[tuple[str, str]]) -> bool:
    """Whether one of the tags (key, value) is this stack's mark."""
    return stack_tag(stack) in tags


def cloud_name(stack: str, part: str = "") -> str:
    """Name that the account shows for a thing of this stack: `acree-<stack>`, or `acree-<stack>-<part>`."""
    return f"acree-{stack}" + (f"-{part}" if part else "")


def route_name(stack: str, purpose: str) -> str:
    """Name of a VPC or transit router route entry of this stack; the same for every entry of one purpose.

    Args:
        stack: stack name.
        purpose: a leg (`registry`, `auth`, `oss`) or `return`. One word: a hyphen would make the entries of
            stack `a` with purpose `b-c` look like those of stack `a-b`.

    Raises:
        ValueError: the purpose is not one lower-case word.
    """
    if re.fullmatch(r"[a-z0-9]+", purpose) is None:
        raise ValueError(f"expected a purpose of one lower-case word, such as 'oss' or 'return', found {purpose!r}")
    return f"acree-{stack}-{purpose}"


def is_own_route(stack: str, name: str) -> bool:
    """Whether a route entry of this name was made by this stack."""
    return re.fullmatch(rf"acree-{re.escape(stack)}-[a-z0-9]+", name) is not None


def zone_remark(stack: str) -> str:
    """Remark of a private zone that this stack made."""
    return f"acree:{stack}"
