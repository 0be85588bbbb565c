"""Programs that others wrote, from the operating system."""

from __future__ import annotations

import os
import shutil


def need(program: str) -> str:
    """The path of a program; AssertionError with the command that installs it when it is not there."""
    found = shutil.which(program, path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin")))
    assert found is not None, f"the test needs the program {program!r}, which is not there; run: make system"
    return found
