"""What devices show for what was entered: their order, spellings, hidden defaults, hidden keys, and much besides."""

from __future__ import annotations

import re
from collections.abc import Callable

_CLASSFUL = re.compile(
    r"^(\s+network (?:(?:12[0-6]|1[01]\d|[1-9]?\d)\.0\.0\.0|(?:12[89]|1[3-8]\d|19[01])\.\d+\.0\.0|"
    r"(?:19[2-9]|2[01]\d|22[0-3])\.\d+\.\d+\.0))(?: mask)? (255\.[\d.]+)$"
)
_NATURAL = {range(128): "255.0.0.0", range(128, 192): "255.255.0.0", range(192, 224): "255.255.255.0"}


def _without(text: str, *lines: str) -> str:
    """The text without lines that are exactly so, defaults that a device does not show."""
    return "\n".join(line for line in text.splitlines() if line.strip() not in lines) + "\n"


def _spelled(text: str, *rules: tuple[str, str]) -> str:
    for pattern, new in rules:
        text = re.sub(pattern, new, text, flags=re.MULTILINE)
    return text


def _classful(line: str) -> str:
    match = _CLASSFUL.match(line)
    if match is None:
        return line
    first = int(line.split()[1].partition(".")[0])
    natural = next(mask for firsts, mask in _NATURAL.items() if first in firsts)
    return match[1] if match[2] == natural else line


def _reversed_lists(text: str) -> str:
    """Groups of single lines in another order: devices sort their routes."""
    lines = text.splitlines()
    routes = [line for line in lines if line.lstrip().startswith(("ip route ", "ip route-static "))]
    rest = [line for line in lines if line not in routes]
    return "\n".join([*rest, *reversed(routes)]) + "\n"


def _numbered_lists(text: str) -> str:
    """Sequence numbers before the entries of access lists, as releases since 16.12 show them."""
    number = 0
    lines = []
    for line in text.splitlines():
        number = 0 if not line.startswith(" ") else number
        if re.match(r" (permit|remark) ", line):
            number += 10
            lines.append(f" {number}{line}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def cisco(text: str) -> str:
    """`show running-config` of IOS-XE 17."""
    text = _without(text, "end", "lifetime 86400", "set security-association lifetime seconds 3600", "maximum-paths 1")
    text = _reversed_lists(_numbered_lists(text))
    text = "\n".join(map(_classful, text.splitlines())) + "\n"
    text = _spelled(
        text,
        (r"pre-shared-key \S+$", "pre-shared-key 6 QdB_gQJO]KHEAAB"),
        (r"password \S+$", "password 7 13061E010803"),
        (r"(match identity remote address .*)$", r"\1 "),
        (r"^(router bgp .*)$", r"\1\n bgp log-neighbor-changes"),
        (r"^ address-family ipv4$", " !\n address-family ipv4"),
        (r"^(  maximum-paths .*)$", r"\1\n exit-address-family"),
    )
    return (
        "Building configuration...\n\nCurrent configuration : 9120 bytes\n!\n"
        "! Last configuration change at 09:12:33 UTC Tue Nov 24 2026 by admin\n!\nversion 17.9\n"
        "service timestamps debug datetime msec\n!\nhostname edge\n!\nboot-start-marker\nboot-end-marker\n!\n"
        "crypto pki certificate chain SLA-TrustPoint\n certificate ca 01\n  30820321 30820209 A0030201\n  \tquit\n!\n"
        f"{text}"
        "ip forward-protocol nd\nip http server\n!\nbanner motd ^C\n acree's router: keep out\n^C\n!\n"
        "line con 0\n stopbits 1\nline vty 0 4\n login local\n transport input ssh\n!\nend\n"
    )


def frr(text: str) -> str:
    """`show running-config` of vtysh."""
    text = _spelled(
        text,
        (r"^  neighbor \S+ activate\n", ""),  # it is the default for IPv4 unicast
        (r"^!.+$", "!"),
    )
    return (
        "Building configuration...\n\nCurrent configuration:\n!\nfrr version 8.4.4\nfrr defaults traditional\n"
        "hostname edge\nlog syslog informational\nno ipv6 forwarding\nservice integrated-vtysh-config\n!\n"
        f"{_reversed_lists(text)}end\n"
    )


def _vrp_and_comware(text: str) -> str:
    text = _without(text, "return", "sa duration 86400", "sa duration time-based 3600")
    return _spelled(
        text,
        (r"^# .+\n", ""),
        (r"permit udp (.*) eq 53$", r"permit udp \1 eq dns"),
        (r"permit tcp (.*) eq 53$", r"permit tcp \1 eq domain"),
    )


def huawei(text: str) -> str:
    """`display current-configuration` of an AR router: single settings stand one blank to the right."""
    text = _without(_vrp_and_comware(text), "maximum load-balancing 1")
    text = "\n".join(map(_classful, text.splitlines())) + "\n"
    text = _spelled(
        text,
        (r"pre-shared-key cipher \S+$", "pre-shared-key cipher %^%#T9a~K,Q(^%#"),
        (r"password cipher \S+$", "password cipher %^%#0X&f#1^%#"),
        (r"^(acl name \S+) advance$", r"\1 3999"),
        (r"permit (\S+) (\d+) less-equal 32$", r"permit \1 \2 greater-equal \2 less-equal 32"),
        (r"^ ipv4-family unicast$", " ipv4-family unicast\n  undo synchronization"),
    )
    return (
        '[V200R010C10SPC700]\n#\n sysname edge\n header shell information "it\'s ours"\n#\n snmp-agent\n'
        f"#\n{_reversed_lists(text)}#\n info-center loghost 10.1.1.1\n#\nuser-interface con 0\n"
        " authentication-mode aaa\n#\nreturn\n"
    )


def h3c(text: str) -> str:
    """`display current-configuration` of Comware 7: routes stand one blank to the right."""
    text = _without(_vrp_and_comware(text), "balance 1")
    text = _spelled(
        text,
        (r"pre-shared-key plaintext \S+$", "pre-shared-key ciphertext $c$3$Zb2a=="),
        (r"password simple \S+$", "password cipher $c$3$77yQ=="),
        (r"^(ip route-static .*)$", r" \1"),
    )
    return (
        "#\n version 7.1.064, Release 0821P16\n#\n sysname edge\n#\n telnet server enable\n#\n"
        f"{_reversed_lists(text)}#\n domain default enable system\n#\nline vty 0 63\n user-role x\n#\nreturn\n"
    )


def junos(text: str) -> str:
    """`show configuration | display set`."""
    lines = []
    for line in text.splitlines():
        if line.startswith("set "):
            selector = re.match(r"(.* traffic-selector \S+) (local-ip \S+) (remote-ip \S+)$", line)
            lines += [f"{selector[1]} {selector[2]}", f"{selector[1]} {selector[3]}"] if selector else [line]
    shown = _spelled(
        "\n".join(sorted(lines)),
        (r'(ascii-text|authentication-key) "[^"]+"$', r'\1 "$9$d.wgJUjqf5F"'),
        (r'as-path-prepend "(\d+)"$', r"as-path-prepend \1"),
    )
    return (
        "## Last changed: 2026-11-24 09:12:33 o'clock\nset version 23.4R2\nset system host-name edge\n"
        f"set system login message \"it's ours\"\nset system login user jo's full-name x\n{shown}\n"
        "set security zones security-zone trust interfaces ge-0/0/1.0\n\nadmin@edge> "
    )


def fortios(text: str) -> str:
    """`show` of FortiOS 7: defaults are hidden, certificates and pages run over lines."""
    text = _without(
        text,
        *("set keylife 86400", "set keylifeseconds 43200", "set distance 10"),
        *("set src-subnet 0.0.0.0 0.0.0.0", "set dst-subnet 0.0.0.0 0.0.0.0"),
    )
    text = _spelled(
        text,
        (r'set (psksecret|password) "[^"]+"$', r"set \1 ENC bC4v/x=="),
        (r'^(    edit "acree-\d+")$', r"\1\n        set uuid 3c7e0a10-0000-51ef-0000-aabbccddeeff"),
    )
    return (
        "#config-version=FGT60F-7.2.8-FW-build1639-240313:opmode=0:vdom=0:user=admin\n#conf_file_ver=1\n"
        'config system global\n    set alias "FortiGate-60F"\n    set hostname "edge"\nend\n'
        'config vpn certificate local\n    edit "Fortinet_CA_SSL"\n        set password ENC 1xM9==\n'
        '        set private-key "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIFHzBJBgkqhkiG9w0BBQ0wPDAb\n'
        '-----END ENCRYPTED PRIVATE KEY-----"\n    next\nend\n'
        'config system replacemsg http "url-block"\n    set buffer "<html>\n<p>it\'s blocked</p>\n'
        '<input value=\\"end\\">\nend\n</html>"\nend\n'
        f"{text}"
    )


ECHOES: dict[str, Callable[[str], str]] = {
    "cisco-ios-xe": cisco,
    "frr": frr,
    "huawei-vrp": huawei,
    "h3c-comware": h3c,
    "juniper-srx": junos,
    "fortinet-fortios": fortios,
}
"""What a device of each family shows, from the file that was entered."""
