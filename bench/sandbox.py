"""The sandbox: how soon it serves, and how it compares with moto's server for like calls, in one run."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from acree_sandbox.core.running import serve
from acree_sandbox.core.world import Pace, World
from bench.figures import Figure, best, measure, process, timed
from bench.moto_client import MotoClient
from bench.signed import SignedClient

ROOT = Path(__file__).resolve().parents[1]
CREATES = 150
READS = 300
ROUTES = 200
TABLE_READS = 40

Calls = dict[str, Callable[[], object]]


@measure("sandbox")
def sandbox() -> list[Figure]:
    """Start, then creates, plain reads, and reads of a table with 200 routes against moto's."""
    with tempfile.TemporaryDirectory() as folder:
        ready = _start(Path(folder))
    ours, theirs = _rates(_ours), _rates(_moto)
    return [
        Figure("`acree-sandbox up` until it serves, quickest of 5", ready, "s", 0.5),
        Figure("creates per second, times moto's", ours["create"] / theirs["create"], "", 2, most=False),
        Figure("plain reads per second, times moto's", ours["read"] / theirs["read"], "", 2, most=False),
        Figure(
            f"reads of a table with {ROUTES} routes per second, times moto's",
            ours["table"] / theirs["table"],
            "",
            10,
            most=False,
        ),
    ]


def _start(folder: Path) -> float:
    command = str(Path(sys.executable).parent / "acree-sandbox")
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    state = ["--state", str(folder / "state")]
    up = [command, "up", *state, "--world", str(ROOT / "stacks" / "worlds" / "dev.yaml")]

    def once() -> float:
        seconds = process(up, environ)
        process([command, "down", *state], environ)
        return seconds

    once()
    return min(once() for _ in range(5))


def _rates(server: Callable[[], Any]) -> dict[str, float]:
    """Calls per second of each kind, one client after the other on one connection."""
    with server() as calls:
        return {
            "create": CREATES / timed(lambda: [calls["create"]() for _ in range(CREATES)]),
            "read": READS / best(lambda: [calls["read"]() for _ in range(READS)], 2),
            "table": TABLE_READS / best(lambda: [calls["table"]() for _ in range(TABLE_READS)], 2),
        }


@contextmanager
def _ours() -> Iterator[Calls]:
    world = World(paces={"*": Pace(seconds=0)}, quotas={"vpcs": 10_000})
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder), world, tls=False) as running:
        client = SignedClient(running.port, "2016-04-28", *next(iter(world.keys.items())))
        vpc = client.call("CreateVpc", CidrBlock="10.0.0.0/16")
        table = vpc["RouteTableId"]
        for number in range(ROUTES):
            client.call(
                "CreateRouteEntry",
                RouteTableId=table,
                DestinationCidrBlock=f"172.16.{number}.0/24",
                NextHopType="BlackHole",
            )
        yield {
            "create": lambda: client.call("CreateVpc", CidrBlock="10.0.0.0/16"),
            "read": lambda: client.call("DescribeVpcs", VpcId=vpc["VpcId"]),
            "table": lambda: client.call("DescribeRouteTables", RouteTableId=table),
        }
        client.close()


@contextmanager
def _moto() -> Iterator[Calls]:
    try:
        from moto.server import ThreadedMotoServer  # noqa: PLC0415  # only this measure needs it
    except ModuleNotFoundError as missing:
        raise SystemExit(
            f"wanted moto to compare with, found none ({missing}): run `make bench`, which gets it"
        ) from None

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        client = MotoClient(server.get_host_and_port()[1])
        vpc = client.call("CreateVpc", "vpcId", CidrBlock="10.0.0.0/16")
        gateway = client.call("CreateInternetGateway", "internetGatewayId")
        client.call("AttachInternetGateway", "return", InternetGatewayId=gateway, VpcId=vpc)
        table = client.call("CreateRouteTable", "routeTableId", VpcId=vpc)
        for number in range(ROUTES):
            prefix = f"172.16.{number}.0/24"
            client.call("CreateRoute", "return", RouteTableId=table, DestinationCidrBlock=prefix, GatewayId=gateway)
        yield {
            "create": lambda: client.call("CreateVpc", "vpcId", CidrBlock="10.0.0.0/16"),
            "read": lambda: client.call("DescribeVpcs", "vpcId", **{"VpcId.1": vpc}),
            "table": lambda: client.call("DescribeRouteTables", "routeTableId", **{"RouteTableId.1": table}),
        }
        client.close()
    finally:
        server.stop()
