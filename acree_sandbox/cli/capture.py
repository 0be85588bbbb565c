"""`acree-sandbox capture HOST`: show the packets of a host, a VPC's router or a transit router."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from acree_sandbox.cli import places
from acree_sandbox.core.errors import SandboxError

TCPDUMP = ("tcpdump", "-n", "-l", "-r", "-")
"""Without names, line by line, from what the namespace's packets are written to."""
_WRITER = ("-m", "acree_sandbox.network.packets")
_PACKAGE_ROOT = Path(__file__).resolve().parents[2]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("host", metavar="HOST", help="id or name of the host, or id of a VPC or transit router")
    parser.add_argument("tcpdump", nargs=argparse.REMAINDER, metavar="TCPDUMP", help="further arguments of tcpdump")
    parser.epilog = "examples:\n  acree-sandbox capture ecs2\n  acree-sandbox capture ecs2 -c 10 tcp port 443"


def run(options: argparse.Namespace) -> int:
    """Show packets until Ctrl-C, or until tcpdump has enough; the exit code is that of tcpdump."""
    from acree_sandbox.network.holder import tool_path
    from acree_sandbox.network.inside import apart, stop

    path = tool_path()
    if shutil.which(TCPDUMP[0], path=path) is None:
        raise SandboxError("capturing needs tcpdump, which this machine lacks; run: python3 toolchain/system.py")
    further = options.tcpdump[1:] if options.tcpdump[:1] == ["--"] else options.tcpdump
    place = places.find(options.state, options.host, places.FORWARDERS)
    environ = place.environ | {"PYTHONPATH": str(_PACKAGE_ROOT)}
    command = apart(place.entering, [sys.executable, *_WRITER])
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE) as writer:
        try:
            return subprocess.call([*TCPDUMP, *further], stdin=writer.stdout, env={**os.environ, "PATH": path})
        except KeyboardInterrupt:
            return 0
        finally:
            stop(writer)
