"""Reads swanctl files, and the shell scripts that go with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Interface, IPv4Network
from pathlib import PurePosixPath

from acree_infra.onprem.facts import Facts, RouteFact, TunnelFact
from acree_infra.onprem.proposals import Integrity, Proposal
from acree_infra.onprem.reading import values
from acree_infra.onprem.refusal import CannotRead

_ADDRESS = re.compile(r"^ip address replace (?P<inside>\S+) dev (?P<interface>\S+)$", re.MULTILINE)
_ROUTE = re.compile(
    r"^\s+ip route replace (?P<prefix>\S+) dev (?P<interface>\S+) metric (?P<metric>\d+)$", re.MULTILINE
)
_GROUPS = {"modp1024": "2", "modp1536": "5", "modp2048": "14"}


@dataclass(slots=True)
class Block:
    """A section of swanctl's grammar: settings and sections by name."""

    settings: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)


def parse(text: str) -> Block:
    """The sections of a file.

    Raises:
        CannotRead: a line is neither a setting nor the start or end of a section, or a section is not closed.
    """
    root = Block()
    stack = [root]
    for raw in text.splitlines():
        line = raw.partition("#")[0].strip()
        if not line or line.startswith("include "):
            continue
        if line.endswith("{"):
            stack.append(stack[-1].blocks.setdefault(line[:-1].strip(), Block()))
        elif line == "}" and len(stack) > 1:
            stack.pop()
        elif "=" in line:
            name, _, value = line.partition("=")
            stack[-1].settings[name.strip()] = value.strip().strip('"')
        else:
            raise CannotRead(f"expected a setting or a section of swanctl's, found {line!r}")
    if len(stack) != 1:
        raise CannotRead("the last section is not closed")
    return root


def read(files: Mapping[str, str]) -> Facts:
    """Facts of the files.

    Raises:
        CannotRead: they hold what cannot be followed.
    """
    parsed = [
        (PurePosixPath(path).parent, parse(text))
        for path, text in files.items()
        if path.endswith(".conf") and not path.endswith("strongswan.conf")
    ]
    secrets = {
        (folder, block.settings["id-device"], block.settings["id-cloud"]): block.settings["secret"]
        for folder, root in parsed
        for block in root.blocks.get("secrets", Block()).blocks.values()
    }
    connections = [
        (folder, each) for folder, root in parsed for each in root.blocks.get("connections", Block()).blocks.values()
    ]
    scripts = "\n".join(text for path, text in files.items() if not path.endswith(".conf"))
    insides = {match["interface"]: values.interface(match["inside"]) for match in _ADDRESS.finditer(scripts)}
    return Facts(
        tunnels=frozenset(_tunnel(each, folder, secrets) for folder, each in connections),
        insides=frozenset((values.other_end(inside), inside) for inside in insides.values()),
        tunnel_routes=frozenset(_routes(scripts, insides)),
    )


def _routes(scripts: str, insides: Mapping[str, IPv4Interface]) -> Iterator[RouteFact]:
    for match in _ROUTE.finditer(scripts):
        via = values.other_end(insides[match["interface"]])
        yield values.linux_route(values.prefix(match["prefix"]), via, values.number(match["metric"]))


def _tunnel(
    connection: Block, folder: PurePosixPath, secrets: Mapping[tuple[PurePosixPath, str, str], str]
) -> TunnelFact:
    child = next(iter(connection.blocks["children"].blocks.values())).settings
    device, cloud = (connection.blocks[end].settings["id"] for end in ("local", "remote"))
    ike = connection.settings
    return TunnelFact(
        cloud_address=values.address(ike["remote_addrs"]),
        device_address=values.address(ike["local_addrs"]),
        cloud_identity=cloud,
        device_identity=device,
        ike=_proposal(ike["proposals"], _seconds(ike["rekey_time"]) + _seconds(ike["over_time"])),
        ipsec=_proposal(child["esp_proposals"], _seconds(child["life_time"])),
        selectors=frozenset(
            (local, remote) for local in _prefixes(child["local_ts"]) for remote in _prefixes(child["remote_ts"])
        ),
        secret=secrets[folder, device, cloud],
    )


def _prefixes(text: str) -> list[IPv4Network]:
    return [values.prefix(each.strip()) for each in text.split(",")]


def _seconds(text: str) -> int:
    return values.number(text.removesuffix("s"))


def _proposal(text: str, lifetime: int) -> Proposal:
    encryption, integrity, *group = text.split("-")
    return values.proposal(
        values.number(encryption.removeprefix("aes")),
        Integrity(integrity),
        _GROUPS[group[0]] if group else "",
        lifetime,
    )
