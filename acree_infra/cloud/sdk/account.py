"""The account by the official SDK."""

from __future__ import annotations

from acree_infra.cloud.sdk.service import Service


class SdkAccountReader:
    """Implements `AccountReader`."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def account_id(self) -> str:
        """The account id of the credentials."""
        return self._service.call("GetCallerIdentity", "", {}).needed("AccountId")
