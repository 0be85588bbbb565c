"""The standard streams and their troubles: a reader that ends early, a full disk, a terminal without Unicode."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from acree_infra.errors import AcreeError


def tolerate_encodings() -> None:
    """Let an output that has no `→` show an escape instead of ending the command; in JSON it is a valid one."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def emit(text: str) -> None:
    """Print a whole report at once, so that what goes wrong with it goes wrong here.

    Raises:
        BrokenPipeError: the reader has ended.
        AcreeError: standard output is closed, or cannot take it.
    """
    if sys.stdout is None:  # what the interpreter makes of `>&-`
        if text:
            raise AcreeError("standard output is closed", remedy="write to a file: --output FILE")
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence(sys.stdout)
        raise AcreeError(f"standard output cannot be written: {error.strerror}") from error


def complain(text: str) -> None:
    """Say on standard error why the command ends, or how far it is.

    Where that is closed or full nobody can be told; the exit code still tells. A closed one must not be printed to:
    `print` takes a missing file for standard output, where a program may be reading JSON.
    """
    if sys.stderr is None:
        return
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Send what is still buffered nowhere: the interpreter would try to write it once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
