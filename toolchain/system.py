#!/usr/bin/env python3
"""Installs the system commands that the emulated networks need, or says which command would.

Usage: `python3 toolchain/system.py`. Standard library only, like `build.py`.
"""

import sys

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  # the very check that tells an old interpreter so
        sys.exit(f"acree needs Python 3.11 or newer, this is {sys.version.split()[0]}: run it with a newer python3")

    from acree_toolchain.system_packages import main

    sys.exit(main())
