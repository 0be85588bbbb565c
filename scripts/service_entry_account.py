"""Changes of AnyTunnel entries, as somebody else in the account would make them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


class ServiceEntryAccount:
    """Deletes AnyTunnel entries, and makes them again.

    Args:
        cbn: client of the CEN service's SDK.
        patiently: repeats a call that comes too early.
    """

    def __init__(self, cbn: Any, patiently: Callable[[Callable[[], Any]], Any]) -> None:  # noqa: ANN401  # the SDKs' classes carry no types
        self._cbn, self._patiently = cbn, patiently
        self._models = import_module("alibabacloud_cbn20170912.models")

    def remove(self, prefix: str) -> Callable[[], None]:
        """Delete the entry of a prefix, in whichever CEN it is; returns what makes it again with the same terms.

        Raises:
            LookupError: no CEN has one.
        """
        entry = self._found(prefix)
        which = {"cen_id": entry.cen_id, "host": entry.host, "host_region_id": entry.host_region_id}
        which["host_vpc_id"] = entry.host_vpc_id
        gone = self._models.DeleteRouteServiceInCenRequest(**which, access_region_id=entry.access_region_id)
        again = self._models.ResolveAndRouteServiceInCenRequest(
            **which, access_region_ids=[entry.access_region_id], description=entry.description
        )
        self._patiently(lambda: self._cbn.delete_route_service_in_cen(gone))

        def restore() -> None:
            self._patiently(lambda: self._cbn.resolve_and_route_service_in_cen(again))

        return restore

    def _found(self, prefix: str) -> Any:  # noqa: ANN401  # same
        for cen in self._cbn.describe_cens(self._models.DescribeCensRequest(page_size=50)).body.cens.cen:
            asked = self._models.DescribeRouteServicesInCenRequest(cen_id=cen.cen_id, host=prefix)
            for entry in self._cbn.describe_route_services_in_cen(asked).body.route_service_entries.route_service_entry:
                return entry
        raise LookupError(f"no CEN has an AnyTunnel entry for {prefix}")
