"""The live account, put together."""

from __future__ import annotations

from collections.abc import Mapping

from acree_infra.cloud.clouds import Clouds
from acree_infra.cloud.sdk.account import SdkAccountReader
from acree_infra.cloud.sdk.cen import SdkCenReader
from acree_infra.cloud.sdk.premises import SdkPremisesReader
from acree_infra.cloud.sdk.private_zone import SdkPrivateZoneReader
from acree_infra.cloud.sdk.registry import SdkRegistryReader
from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.sdk.settings import Settings
from acree_infra.cloud.sdk.vpc import SdkVpcReader


def live_account(environ: Mapping[str, str]) -> Clouds:
    """The account that the environment names, by the official SDKs.

    Endpoints come from `CBN_ENDPOINT`, `VPC_ENDPOINT`, `CR_ENDPOINT`, `PVTZ_ENDPOINT`, `STS_ENDPOINT`,
    `VPCPEER_ENDPOINT` and `EXPRESSCONNECTROUTER_ENDPOINT` (`host:port`) where set, certificates to trust from
    `SSL_CERT_FILE`. Nothing is asked yet.
    """
    settings = Settings.from_environment(environ)
    vpc = Service("VPC", "alibabacloud_vpc20160428", settings)
    return Clouds(
        account=SdkAccountReader(Service("STS", "alibabacloud_sts20150401", settings, central="sts.aliyuncs.com")),
        cen=SdkCenReader(Service("CBN", "alibabacloud_cbn20170912", settings, central="cbn.aliyuncs.com")),
        vpc=SdkVpcReader(vpc),
        registry=SdkRegistryReader(Service("CR", "alibabacloud_cr20181201", settings)),
        private_zones=SdkPrivateZoneReader(
            Service("PVTZ", "alibabacloud_pvtz20180101", settings, central="pvtz.aliyuncs.com")
        ),
        premises=SdkPremisesReader(
            vpc,
            Service("VPCPEER", "alibabacloud_vpcpeer20220101", settings),
            Service("EXPRESSCONNECTROUTER", "alibabacloud_expressconnectrouter20230901", settings),
        ),
    )
