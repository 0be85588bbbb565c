"""Readers of the DNS families: records and domains that are asked elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import IPv4Address
from pathlib import PurePosixPath

from acree_infra.onprem.facts import Facts
from acree_infra.onprem.reading import values

_UNBOUND_RECORD = re.compile(r'^\s*local-data: "(?P<host>\S+)\. \d+ IN A (?P<address>\S+)"$', re.MULTILINE)
_UNBOUND_FORWARD = re.compile(
    r'forward-zone:\n\s*name: "(?P<domain>\S+)\."\n(?P<addresses>(?:\s*forward-addr: \S+\n?)+)'
)
_BIND_ZONE = re.compile(r'zone "(?P<domain>\S+)" \{(?P<body>.*?)\n\};', re.DOTALL)
_BIND_RECORD = re.compile(r"^@ IN A (?P<address>\S+)$", re.MULTILINE)
_CORE_BLOCK = re.compile(r"^(?P<domain>\S+):53 \{(?P<body>.*?)\n\}", re.DOTALL | re.MULTILINE)
_WORD = re.compile(r"[^\s;{}]+")


def read_hosts(files: Mapping[str, str]) -> Facts:
    """Facts of a hosts file.

    Raises:
        CannotRead: a line does not begin with an address.
    """
    lines = [line.split() for line in _lines(files) if not line.startswith("#")]
    return Facts(hosts=frozenset((host, values.address(words[0])) for words in lines for host in words[1:]))


def read_dnsmasq(files: Mapping[str, str]) -> Facts:
    """Facts of dnsmasq files.

    Raises:
        CannotRead: an address is none.
    """
    found: dict[str, set[tuple[str, IPv4Address]]] = {"address": set(), "server": set()}
    for line in _lines(files):
        option, _, rest = line.partition("=")
        if option in found:
            _, domain, address = rest.split("/")
            found[option].add((domain, values.address(address)))
    return Facts(hosts=frozenset(found["address"]), forwards=frozenset(found["server"]))


def read_unbound(files: Mapping[str, str]) -> Facts:
    """Facts of unbound files.

    Raises:
        CannotRead: an address is none.
    """
    text = "\n".join(files.values())
    return Facts(
        hosts=frozenset((match["host"], values.address(match["address"])) for match in _UNBOUND_RECORD.finditer(text)),
        forwards=frozenset(
            (match["domain"], values.address(address))
            for match in _UNBOUND_FORWARD.finditer(text)
            for address in match["addresses"].replace("forward-addr:", "").split()
        ),
    )


def read_bind(files: Mapping[str, str]) -> Facts:
    """Facts of BIND files; a zone's file is found by its name.

    Raises:
        CannotRead: an address is none.
    """
    by_name = {PurePosixPath(path).name: text for path, text in files.items()}
    hosts, forwards = set(), set()
    for match in _BIND_ZONE.finditer("\n".join(files.values())):
        body, domain = match["body"], match["domain"]
        if "type forward;" in body:
            inner = body.partition("forwarders {")[2].partition("}")[0]
            forwards |= {(domain, values.address(word)) for word in _WORD.findall(inner)}
        else:
            zone = by_name[PurePosixPath(body.partition('file "')[2].partition('"')[0]).name]
            hosts |= {(domain, values.address(found)) for found in _BIND_RECORD.findall(zone)}
    return Facts(hosts=frozenset(hosts), forwards=frozenset(forwards))


def read_coredns(files: Mapping[str, str]) -> Facts:
    """Facts of Corefiles.

    Raises:
        CannotRead: an address is none.
    """
    hosts, forwards = set(), set()
    for match in _CORE_BLOCK.finditer("\n".join(files.values())):
        for line in match["body"].splitlines():
            words = line.split()
            if words[:2] == ["forward", "."]:
                forwards |= {(match["domain"], values.address(word)) for word in words[2:]}
            elif words[1:] == [match["domain"]]:
                hosts.add((match["domain"], values.address(words[0])))
    return Facts(hosts=frozenset(hosts), forwards=frozenset(forwards))


def _lines(files: Mapping[str, str]) -> list[str]:
    return [line.strip() for text in files.values() for line in text.splitlines() if line.strip()]
