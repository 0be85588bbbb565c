"""A temporary password of the registry, by the official SDK (`GetAuthorizationToken`)."""

from __future__ import annotations

from collections.abc import Mapping

from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.sdk.settings import Settings
from acree_infra.doctor.credentials import Credentials


def registry_service(environ: Mapping[str, str]) -> Service:
    """The registry's API, as the environment says where and with which key."""
    return Service("CR", "alibabacloud_cr20181201", Settings.from_environment(environ))


def temporary_password(service: Service, region: str, instance: str) -> Credentials:
    """Ask for one; it holds for about an hour.

    Args:
        service: the registry's API.
        region: the service region.
        instance: instance id.

    Raises:
        AccessError: the access key is missing or was refused.
        ApiError: any other failure.
    """
    answer = service.call("GetAuthorizationToken", region, {"InstanceId": instance})
    return Credentials(answer.needed("TempUsername"), answer.needed("AuthorizationToken"), "GetAuthorizationToken")
