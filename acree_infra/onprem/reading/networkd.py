"""Reads systemd-networkd files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from acree_infra.onprem.facts import Facts
from acree_infra.onprem.reading import values

Group = tuple[str, dict[str, str]]


def groups(text: str) -> Iterator[Group]:
    """The groups of a file in order: the same name may come again, as routes do."""
    current: Group | None = None
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            current = (line[1:-1], {})
            yield current
        elif current and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            current[1][name] = value


def read(files: Mapping[str, str]) -> Facts:
    """Facts of the files.

    Raises:
        CannotRead: a value is no prefix, address or number.
    """
    parsed = [list(groups(text)) for text in files.values()]
    vlans = {}
    for file in parsed:
        settings = dict(file)
        if "NetDev" in settings:
            vlans[settings["NetDev"]["Name"]] = values.number(settings["VLAN"]["Id"])
    lines = {
        (values.interface(settings["Network"]["Address"]), vlans.get(settings["Match"]["Name"], 0))
        for settings in map(dict, parsed)
        if "Address" in settings.get("Network", {})
    }
    routes = [settings for file in parsed for name, settings in file if name == "Route"]
    return Facts(
        lines=frozenset(lines),
        line_routes=frozenset(
            values.linux_route(
                values.prefix(each["Destination"]), values.address(each["Gateway"]), values.number(each["Metric"])
            )
            for each in routes
            if "Gateway" in each
        ),
        guards=frozenset(values.prefix(each["Destination"]) for each in routes if each.get("Type") == "blackhole"),
    )
