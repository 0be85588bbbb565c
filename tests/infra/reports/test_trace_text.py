from __future__ import annotations

from ipaddress import IPv4Address

from acree_infra.reports.style import Style
from acree_infra.reports.trace_text import paths_lines, trace_lines
from acree_infra.routing.network import Network
from acree_infra.routing.trace import paths, trace
from tests.infra.reports.cases import dev, foreign


def lines_of(destination: str, style: Style, source: str = "172.16.0.1") -> list[str]:
    return list(trace_lines(trace(Network(foreign().plan), IPv4Address(source), IPv4Address(destination)), style))


def test_a_delivered_packet_is_followed_there_and_back() -> None:
    assert lines_of("10.0.0.20", Style()) == [
        "172.16.0.1 → 10.0.0.20: delivered",
        "  there",
        "    cn-shanghai  vpc vpc-uf6demo                       10.0.0.0/16  → attachment att-shanghai",
        "    cn-shanghai  transit-router acree-dev-cn-shanghai  10.0.0.0/16  → peer-attachment peer-cn-shanghai",
        "    cn-hangzhou  transit-router acree-dev-cn-hangzhou  10.0.0.0/16  → attachment att-service",
        "    cn-hangzhou  vpc vpc-bp1demo                       10.0.0.0/24  → local vsw-bp1j",
        "  back",
        "    cn-hangzhou  vpc vpc-bp1demo                       172.16.0.0/16  → attachment att-service",
        "    cn-hangzhou  transit-router acree-dev-cn-hangzhou  172.16.0.0/16  → peer-attachment peer-cn-shanghai",
        "    cn-shanghai  transit-router acree-dev-cn-shanghai  172.16.0.0/16  → attachment att-shanghai",
        "    cn-shanghai  vpc vpc-uf6demo                       172.16.0.0/24  → local vsw-uf6m",
    ]


def test_a_dropped_packet_ends_with_the_reason() -> None:
    lines = lines_of("100.118.28.44", Style(colour=True))
    assert lines[0] == "172.16.0.1 → 100.118.28.44: \x1b[31;1mdropped\x1b[0m"
    assert lines[-1].endswith("sends 100.118.28.44 to NatGateway ngw-1 by 100.118.28.0/25")
    assert "  back" not in lines


def test_a_packet_from_nowhere_has_no_steps() -> None:
    assert lines_of("10.0.0.20", Style(), source="192.0.2.1") == [
        "192.0.2.1 → 10.0.0.20: dropped",
        "  192.0.2.1 lies in no vSwitch of this stack",
    ]


def test_every_path_is_a_line() -> None:
    found = list(paths(dev().plan))
    lines = list(paths_lines(found, Style()))
    assert lines[0] == "shanghai  vsw-uf6m  registry  172.16.0.1 → 10.0.0.20        delivered"
    assert lines[-1] == f"{len(found)} of {len(found)} paths are delivered, there and back"
    assert len(lines) == len(found) + 1


def test_a_path_that_fails_says_why() -> None:
    found = list(paths(foreign().plan))
    lines = list(paths_lines(found, Style(colour=True)))
    dropped = [line for line in lines if line.startswith("\x1b[31m")]
    assert len(dropped) == 4
    assert all("dropped: vpc table vtb-uf6main" in line for line in dropped)
    assert lines[-1] == f"{len(found) - 4} of {len(found)} paths are delivered, there and back"
