"""Every error of acree, one tree.

::

    AcreeError                    exit code 1
    ├── ConfigError               2  the stack file, the lock file or the command line is wrong
    │   ├── StackFileError        2  all problems of one stack file, each with file:line
    │   ├── LockError             2  the lock file is missing, stale or broken
    │   ├── UnknownName           2  a name that does not exist, with the nearest one that does
    │   └── NeverUpdated          2  a stack without a checkpoint
    ├── AccessError               3  the account refused the credentials
    ├── DiscoveryError            4  one or more look-ups failed, each named
    ├── PolicyError               5  a rule refused; carries the findings
    └── UnexpectedChanges         7  changes where none were expected

The exit codes are Pulumi's own, because pipelines know them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file that a person wrote.

    Attributes:
        file: path as the user gave it.
        line: line number, counted from 1.
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file: where, what, and what to do.

    Attributes:
        where: the place; None when the file as a whole is meant.
        message: what was wanted and what was found.
        remedy: what to do; empty when the message says it.
    """

    where: Where | None
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.message}" + (f"; {self.remedy}" if self.remedy else "")


class AcreeError(Exception):
    """Root of the tree.

    Args:
        message: subject, what was wanted, what was found.
        where: the file and line that caused it, when there is one.
        remedy: what to do next.
    """

    code = "error"
    exit_code = 1

    def __init__(self, message: str, *, where: Where | None = None, remedy: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(where, message, remedy)

    def __str__(self) -> str:
        return str(self.problem)


class ConfigError(AcreeError):
    """The stack file, the lock file or the command line is wrong."""

    code = "config"
    exit_code = 2


class StackFileError(ConfigError):
    """A stack file has problems; all of them are listed at once.

    Args:
        file: path of the stack file.
        problems: every problem found, in the order of the file.
    """

    code = "stack-file"

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        count = f"{len(problems)} problem" + ("" if len(problems) == 1 else "s")
        super().__init__(f"{file} has {count}")
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join([f"{self.args[0]}:", *(f"  {problem}" for problem in self.problems)])


class LockError(ConfigError):
    """The lock file is missing, stale (its inputs changed) or was broken by hand."""

    code = "lock"


class UnknownName(ConfigError):
    """Something was named that does not exist."""

    code = "unknown-name"


class NeverUpdated(ConfigError):
    """A stack has no checkpoint: it was never updated, or it was destroyed."""

    code = "never-updated"


class AccessError(AcreeError):
    """The account refused the credentials, or they are missing."""

    code = "access"
    exit_code = 3


class DiscoveryError(AcreeError):
    """Look-ups failed; every failure is listed with leg, host, resolver and what to try.

    Args:
        problems: one per failed look-up.
    """

    code = "discovery"
    exit_code = 4

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        count = f"{len(problems)} look-up" + ("" if len(problems) == 1 else "s")
        super().__init__(f"{count} failed")
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join([f"{self.args[0]}:", *(f"  {problem}" for problem in self.problems)])


class PolicyError(AcreeError):
    """A rule refused the plan; the message holds every refusing finding."""

    code = "policy"
    exit_code = 5


class UnexpectedChanges(AcreeError):
    """Something changed where no change was expected."""

    code = "changes"
    exit_code = 7
