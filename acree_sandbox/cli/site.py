"""`acree-sandbox site load|unload SITE`: configure the device of a data center."""

from __future__ import annotations

import argparse
from pathlib import Path

from acree_sandbox.cli import process
from acree_sandbox.cli.admin import ask
from acree_sandbox.cli.parser import WrongUse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("what", choices=("load", "unload"), help="load files onto the device, or take them off")
    parser.add_argument("site", metavar="SITE", help="id or name of the data center")
    parser.add_argument("folder", nargs="?", type=Path, help="folder that acree onprem has written")
    parser.epilog = (
        "Of a folder's families nftables, iproute2, frr and strongswan-userspace are loaded.\n"
        "The sandbox runs with: up --network\n\n"
        "examples:\n  acree-sandbox site load hq rendered\n  acree-sandbox site unload hq"
    )


def run(options: argparse.Namespace) -> int:
    """Ask the sandbox to do it."""
    found = process.need_running(options.state)
    if options.what == "unload":
        ask(found, "DELETE", "site", {"site": options.site})
        print(f"nothing is loaded onto the device of {options.site} any more")
        return 0
    if options.folder is None:
        raise WrongUse(f"wanted a folder, for example: acree-sandbox site load {options.site} rendered")
    body = {"site": options.site, "folder": str(options.folder.resolve())}
    answer = ask(found, "POST", "site", body)
    print(f"loaded onto the device of {options.site}: {', '.join(answer['loaded'])}")
    if answer["left"]:
        print(f"left, since they are for other devices: {', '.join(answer['left'])}")
    return 0
