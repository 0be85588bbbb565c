"""All readers of one account."""

from __future__ import annotations

from dataclasses import dataclass

from acree_infra.cloud.account import AccountReader
from acree_infra.cloud.cen import CenReader
from acree_infra.cloud.premises import PremisesReader
from acree_infra.cloud.private_zone import PrivateZoneReader
from acree_infra.cloud.registry import RegistryReader
from acree_infra.cloud.vpc import VpcReader


@dataclass(frozen=True, slots=True)
class Clouds:
    """A live account, read only. Every reader may be used from several threads at once."""

    account: AccountReader
    cen: CenReader
    vpc: VpcReader
    registry: RegistryReader
    private_zones: PrivateZoneReader
    premises: PremisesReader
