"""Devices in memory: they take what is entered, as their kind of command line does."""

from __future__ import annotations

import shlex

from acree_infra.onprem.comparing.changes import Changes
from acree_infra.onprem.reading.fortinet_fortios import Block, parse
from acree_infra.onprem.reading.tree import Section, sections

FOREIGN = {
    "cisco-ios-xe": (
        "hostname edge\n!\ninterface GigabitEthernet9\n description acreetion\n ip address 10.9.9.1 255.255.255.0\n!\n"
        "ip route 0.0.0.0 0.0.0.0 198.51.100.1\n!\n"
    ),
    "frr": "hostname edge\n!\nip route 0.0.0.0/0 198.51.100.1\n!\n",
    "huawei-vrp": "sysname edge\n#\nike proposal 1\n dh group14\n#\nip route-static 0.0.0.0 0.0.0.0 198.51.100.1\n#\n",
    "h3c-comware": "sysname edge\n#\nip route-static 0.0.0.0 0 198.51.100.1 description acreetion\n#\n",
    "juniper-srx": "set system host-name edge\nset groups other interfaces ge-0/0/1 unit 0\nset apply-groups other\n",
    "fortinet-fortios": (
        'config system interface\n    edit "wan1"\n        set ip 198.51.100.7 255.255.255.0\n    next\nend\n'
        "config router static\n    edit 1\n        set gateway 198.51.100.1\n        set dst 0.0.0.0 0.0.0.0\n"
        '        set device "wan1"\n        set distance 10\n    next\nend\n'
    ),
}
"""What else stands on each device, and must stay."""
STAYS = {
    "cisco-ios-xe": ("hostname edge", "interface GigabitEthernet9", "ip route 0.0.0.0 0.0.0.0 198.51.100.1"),
    "frr": ("hostname edge", "ip route 0.0.0.0/0 198.51.100.1"),
    "huawei-vrp": ("sysname edge", "ike proposal 1", "ip route-static 0.0.0.0 0.0.0.0 198.51.100.1"),
    "h3c-comware": ("sysname edge", "ip route-static 0.0.0.0 0 198.51.100.1 description acreetion"),
    "juniper-srx": tuple(FOREIGN["juniper-srx"].splitlines()),
    "fortinet-fortios": ('edit "wan1"', 'edit "1"', 'set "gateway" "198.51.100.1"'),
}


def entered(family: str, running: str, changes: Changes) -> str:
    """The configuration after the changes have been entered."""
    if family == "juniper-srx":
        return _junos(running, changes)
    if family == "fortinet-fortios":
        return _fortios(running, changes)
    comment, negation = ("!", "no ") if family in {"cisco-ios-xe", "frr"} else ("#", "undo ")
    top = Section("", sections(running, comment))
    stack: list[tuple[int, Section]] = [(-1, top)]
    for line in changes.lines:
        depth = len(line) - len(line.lstrip())
        while stack[-1][0] >= depth:
            stack.pop()
        place = _one_line(stack[-1][1], line.strip(), negation)
        if place is not None:
            stack.append((depth, place))
    return _indented(top.below)


_SETTINGS = {"undo version 1", "no bgp network import-check"}
"""Negative words that stand in a configuration themselves."""


def _one_line(parent: Section, line: str, negation: str) -> Section | None:
    if line.startswith(negation) and line not in _SETTINGS:
        start = line.removeprefix(negation)
        gone = [each for each in parent.below if each.line == start or each.line.startswith(f"{start} ")]
        gone = gone or [each for each in parent.below if _same_words(start, each.line)]
        assert gone, f"nothing to remove: {line!r} in {parent.line!r}"
        for each in gone:
            parent.below.remove(each)
        if start.startswith(("neighbor ", "peer ")):
            _forget(parent, start)
        return None
    for each in parent.below:
        if each.line == line:
            return each
    parent.below[:] = [each for each in parent.below if not _replaces(line, each.line)]
    parent.below.append(Section(line))
    return parent.below[-1]


def _same_words(start: str, line: str) -> bool:
    """`route-policy NAME node 10` means the line that says `permit` between."""
    words = line.split()
    return [word for word in words if word not in {"permit", "deny"}] == start.split()


def _forget(parent: Section, start: str) -> None:
    for each in parent.below:
        each.below[:] = [line for line in each.below if not line.line.startswith(f"{start} ")]


def _replaces(new: str, old: str) -> bool:
    """Settings with one value: the new one takes the place of the old one."""
    single = (
        *("address ", "pre-shared-key ", "ip address ", "ip mtu ", "ip tcp adjust-mss ", "tunnel source ", "mtu "),
        *("tunnel destination ", "lifetime ", "encryption ", "integrity ", "group ", "description ", "tcp mss "),
        *("set security-association lifetime seconds ", "set pfs ", "set local-preference ", "bgp router-id "),
        *("set as-path prepend ", "encapsulation dot1Q ", "source ", "destination ", "tcp adjust-mss ", "router-id "),
        *("encryption-algorithm ", "dh ", "authentication-algorithm ", "integrity-algorithm ", "prf ", "sa duration "),
        *("esp authentication-algorithm ", "esp encryption-algorithm ", "pfs ", "apply local-preference "),
        *("apply as-path ", "remote-address ", "local-id ", "remote-id ", "identity local ", "maximum-paths "),
        *("balance ", "maximum load-balancing ", "apply preference ", "dot1q termination vid ", "vlan-type dot1q "),
    )
    return any(new.startswith(start) and old.startswith(start) for start in single)


def _indented(tree: list[Section], depth: int = 0) -> str:
    return "".join(f"{' ' * depth}{each.line}\n{_indented(each.below, depth + 1)}" for each in tree)


def _junos(running: str, changes: Changes) -> str:
    lines = running.splitlines()
    for command in changes.lines:
        if command.startswith("delete "):
            start = command.replace("delete ", "set ", 1) + " "
            lines = [line for line in lines if not line.startswith(start)]
        elif command not in lines:
            lines.append(command)
    return "\n".join(lines) + "\n"


def _fortios(running: str, changes: Changes) -> str:
    root = parse(running)
    stack = [root]
    for line in changes.lines:
        word, *rest = shlex.split(line)
        if word in {"config", "edit"}:
            stack.append(stack[-1].blocks.setdefault(" ".join(rest), Block()))
        elif word in {"end", "next"}:
            stack.pop()
        elif word == "delete":
            del stack[-1].blocks[rest[0]]
        else:
            stack[-1].settings[rest[0]] = rest[1:]
    assert len(stack) == 1
    return "\n".join(_blocks(root, top=True)) + "\n"


def _blocks(block: Block, *, top: bool) -> list[str]:
    lines = ["set " + " ".join(f'"{word}"' for word in (name, *values)) for name, values in block.settings.items()]
    for name, inner in block.blocks.items():
        config = top or name in {"rule", "neighbor", "network"}
        lines.append(f"config {name}" if config else f'edit "{name}"')
        lines += _blocks(inner, top=False)
        lines.append("end" if config else "next")
    return lines
