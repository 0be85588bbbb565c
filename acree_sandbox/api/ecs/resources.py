"""ECS instances, and commands that were run on them, as the sandbox keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from acree_sandbox.core.resources import Resource, resource


@resource("host", prefix="i", indexes=("vpc", "vswitch", "site"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Host(Resource):
    """A virtual machine with one address.

    Attributes:
        name: host name.
        vpc: id of its VPC.
        vswitch: id of its vSwitch.
        zone: zone id.
        address: its private address.
        site: id of the data center that it is in; such a host is no instance of ECS and has neither VPC nor vSwitch.
    """

    name: str = ""
    vpc: str = ""
    vswitch: str = ""
    zone: str = ""
    address: str = ""
    site: str = ""


@resource("command result", prefix="t", indexes=("invocation",))
@dataclass(frozen=True, slots=True, kw_only=True)
class CommandResult(Resource):
    """What became of a command on one instance; its id is that of the invocation, a slash, that of the instance.

    The command itself is not kept: it may hold a password.

    Attributes:
        invocation: id of the invocation, ``t-…``.
        command: id of the command, ``c-…``.
        instance: id of the instance.
        exit_code: exit code; None while there is none.
        output: what it printed, in Base64.
        dropped: bytes of the output that were cut off.
        error_code: why it was not run, or not to a good end; empty when it was.
        error_info: the same in words.
        started_at: when it was begun, in seconds since the epoch; 0 before that.
        finished_at: when it ended; 0 before that.
    """

    invocation: str
    command: str
    instance: str
    exit_code: int | None = None
    output: str = ""
    dropped: int = 0
    error_code: str = ""
    error_info: str = ""
    started_at: float = 0.0
    finished_at: float = 0.0
