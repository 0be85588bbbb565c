"""The hosts that `--from` names, and who runs commands on each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from acree_infra.doctor.remote import Runner
from acree_infra.doctor.ssh import Ssh, SshHost
from acree_infra.errors import ConfigError

_ECS, _SSH = "ecs:", "ssh:"
_EXPECTED = "--from: expected ecs:<instance id> or ssh:[user@]host[:port], found "
_EXAMPLE = "write for example ecs:i-uf6demo or ssh:root@10.50.0.10"

Origin = tuple[str, str] | SshHost
"""A host by what `--from` says of it: region (may be empty) and instance id, or a host for SSH."""


def parse_origin(text: str) -> Origin:
    """The host of `ecs:<instance id>`, `ecs:<region>/<instance id>` or `ssh:[user@]host[:port]`.

    Raises:
        ConfigError: it is something else.
    """
    if text.startswith(_SSH):
        host = SshHost.parse(text.removeprefix(_SSH))
        if host is not None:
            return host
    elif text.startswith(_ECS):
        region, slash, instance = text.removeprefix(_ECS).rpartition("/")
        if instance.startswith("i-") and (region or not slash):
            return region, instance
    raise ConfigError(f"{_EXPECTED}{text!r}", remedy=_EXAMPLE)


def runners(texts: Iterable[str], regions: Sequence[str], environ: Mapping[str, str]) -> tuple[Runner, ...]:
    """Who runs commands on each host, each once, in the order in which they are named.

    Args:
        texts: the hosts, as `--from` names them.
        regions: regions where an instance may be that is named without one, the likely ones first.
        environ: the environment, with the access key for Cloud Assistant.

    Raises:
        ConfigError: a text names no host.
    """
    origins = list(dict.fromkeys(parse_origin(text) for text in texts))
    instances = [origin for origin in origins if not isinstance(origin, SshHost)]
    found = _assistants(instances, regions, environ)
    return tuple(Ssh(origin) if isinstance(origin, SshHost) else found[origin] for origin in origins)


def _assistants(
    instances: Sequence[tuple[str, str]], regions: Sequence[str], environ: Mapping[str, str]
) -> dict[tuple[str, str], Runner]:
    """Cloud Assistant on each instance; several are asked together."""
    if not instances:
        return {}
    from acree_infra.doctor.assistant import Assistant, ecs_service  # noqa: PLC0415  # the SDK, only where it is wanted
    from acree_infra.doctor.crowd import Crowd  # noqa: PLC0415  # as above

    service = ecs_service(environ)
    made = [Assistant(service, name, [region] if region else regions) for region, name in instances]
    if len(made) == 1:
        return {instances[0]: made[0]}
    together = {member.instance: member for member in Crowd(made).members}
    return {each: together[each[1]] for each in instances}
