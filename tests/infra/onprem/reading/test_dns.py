"""Files of DNS programs, written by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from ipaddress import IPv4Address

import pytest

from acree_infra.onprem.facts import Facts
from acree_infra.onprem.reading import dns
from acree_infra.onprem.refusal import CannotRead
from tests.infra.onprem.reading.expected import ADDRESS

RECORDS = frozenset({("r.example", ADDRESS), ("r.example", IPv4Address("10.0.0.21"))})
FORWARDS = frozenset({("oss.example", IPv4Address("10.0.0.53")), ("oss.example", IPv4Address("10.0.1.53"))})
Read = Callable[[Mapping[str, str]], Facts]
FILES: dict[str, tuple[Read, dict[str, str]]] = {
    "dnsmasq": (
        dns.read_dnsmasq,
        {
            "a.conf": "cache-size=1\nlocal=/r.example/\naddress=/r.example/10.0.0.20\naddress=/r.example/10.0.0.21\n"
            "server=/oss.example/10.0.0.53\nserver=/oss.example/10.0.1.53\n"
        },
    ),
    "unbound": (
        dns.read_unbound,
        {
            "a.conf": 'server:\n  local-zone: "r.example." static\n  local-data: "r.example. 60 IN A 10.0.0.20"\n'
            '  local-data: "r.example. 60 IN A 10.0.0.21"\nforward-zone:\n  name: "oss.example."\n'
            "  forward-addr: 10.0.0.53\n  forward-addr: 10.0.1.53\n"
        },
    ),
    "bind": (
        dns.read_bind,
        {
            "named.conf": 'zone "r.example" {\n  type primary;\n  file "/etc/bind/r.zone";\n};\n'
            'zone "oss.example" {\n  type forward;\n  forwarders { 10.0.0.53; 10.0.1.53; };\n};\n',
            "zones/r.zone": "$TTL 60\n@ IN SOA a. b. 1 1 1 1 1\n@ IN NS a.\n@ IN A 10.0.0.20\n@ IN A 10.0.0.21\n",
        },
    ),
    "coredns": (
        dns.read_coredns,
        {
            "Corefile": "r.example:53 {\n    hosts {\n        10.0.0.20 r.example\n        10.0.0.21 r.example\n"
            "        ttl 60\n    }\n}\noss.example:53 {\n    forward . 10.0.0.53 10.0.1.53\n}\n"
        },
    ),
}


@pytest.mark.parametrize(("read", "files"), FILES.values(), ids=list(FILES))
def test_records_and_forwarding(read: Read, files: dict[str, str]) -> None:
    assert read(files) == Facts(hosts=RECORDS, forwards=FORWARDS)


def test_hosts() -> None:
    text = "# local\n10.0.0.20 r.example\n10.0.0.21\tr.example\n"
    assert dns.read_hosts({"hosts": text}) == Facts(hosts=RECORDS)


def test_a_name_in_front_is_no_hosts_line() -> None:
    with pytest.raises(CannotRead, match=r"expected an address, found 'r\.example'"):
        dns.read_hosts({"hosts": "r.example 10.0.0.20\n"})
