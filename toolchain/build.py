#!/usr/bin/env python3
"""Builds what is not Python: the Pulumi engine and its hosts, the alicloud plugin, a registry, its client, a linter.

Usage: `python3 toolchain/build.py [build | env [--json] | where]`. Standard library only, because it runs
before anything is installed. This file itself stays readable by any Python 3, so that an old one gets a sentence.
"""

import sys

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  # the very check that tells an old interpreter so
        sys.exit(f"acree needs Python 3.11 or newer, this is {sys.version.split()[0]}: run it with a newer python3")

    from acree_toolchain.cli import main

    sys.exit(main(sys.argv[1:]))
