"""How many prefixes a connection may have on each side, and what they need (5.2)."""

from __future__ import annotations

from collections.abc import Sequence

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import limit
from acree_sandbox.core.records import Record, Request

PER_SIDE = 5
QUOTAS = {"LocalSubnet": "vpn-local-subnets", "RemoteSubnet": "vpn-remote-subnets"}


def check_subnets(cloud: Cloud, request: Request, local: Sequence[str], remote: Sequence[str]) -> None:
    """Refuse more prefixes than fit (N14: a world's `quotas` may say how many), or several of them with IKEv1.

    Raises:
        ApiError: `QuotaExceeded.LocalSubnet`, `QuotaExceeded.RemoteSubnet`, `IllegalParam.IkeVersion`.
    """
    for name, subnets in (("LocalSubnet", local), ("RemoteSubnet", remote)):
        most = limit(cloud, QUOTAS[name], PER_SIDE)
        if len(subnets) > most:
            raise ApiError(
                f"QuotaExceeded.{name}",
                f"A connection has at most {most} prefixes in {name}, got {len(subnets)}: use 0.0.0.0/0 and routes, "
                f"or raise {QUOTAS[name]} under `quotas` of the world file.",
            )
    if max(len(local), len(remote)) > 1 and "ikev1" in _versions(request):
        raise ApiError("IllegalParam.IkeVersion", "Several prefixes on one side need ikev2.")


def _versions(request: Request) -> set[str]:
    configs: list[Record | None] = [request.structure("IkeConfig")]
    configs += [its.structure("TunnelIkeConfig") for its in request.records("TunnelOptionsSpecification")]
    return {config.text("IkeVersion") for config in configs if config is not None}
