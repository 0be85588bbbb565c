"""Version numbers, as programs print them."""

import re

Version = tuple[int, int, int]

_NUMBER = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")


def parse(text: str) -> Version | None:
    """Reads the first version number in what a program printed.

    Args:
        text: for example `v3.259.0`, `go version go1.26 linux/amd64` or a line with other words around it.

    Returns:
        Major, minor and patch (0 when it is left out), or None when there is no version number in the text.
    """
    match = _NUMBER.search(text)
    if match is None:
        return None
    major, minor, patch = match.groups(default="0")
    return int(major), int(minor), int(patch)


def at_least(found: str, wanted: str) -> bool:
    """Tells whether one version is the other or newer; a text without a number never is."""
    left, right = parse(found), parse(wanted)
    return left is not None and right is not None and left >= right


def written(version: Version) -> str:
    """Writes a version as `major.minor.patch`."""
    return ".".join(str(number) for number in version)
