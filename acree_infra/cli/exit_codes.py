"""The exit codes of `acree`: Pulumi's own, because pipelines know them, and the shell's for signals."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a pipeline is told."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    """Wrong files or wrong use; the same number as `ConfigError`."""
    CHECK_FAILED = 4
    """A look-up or a check failed, such as a packet that is dropped."""
    REFUSED = 5
    """A rule refused."""
    CHANGED = 7
    """Changes where none were expected."""
    INTERRUPTED = 130
    """128 + SIGINT."""
    READER_GONE = 141
    """128 + SIGPIPE: what reads the output has ended, as `head` does."""


EXIT_CODES = """exit codes:
  0 done                            4 a look-up or a check failed
  1 failed                          5 a rule refused
  2 wrong files or wrong use        7 changes where none were expected
  3 the account refused"""
"""What `acree --help` says of them."""
