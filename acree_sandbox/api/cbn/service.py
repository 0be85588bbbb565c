"""The service object of Cbn, and what its actions share: names, look-ups by id, refusals of what is on its way."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from acree_sandbox.api.cbn.resources import (
    BASIC,
    Attachment,
    Cen,
    TransitRouter,
    TransitRouterService,
    TransitRouterTable,
)
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError, missing_parameter
from acree_sandbox.core.kinds import Parameter
from acree_sandbox.core.parameters import records, text, texts
from acree_sandbox.core.records import Record, Request
from acree_sandbox.core.registry import Service
from acree_sandbox.core.resources import Resource

CBN = Service("Cbn", "2017-09-12")

LONGEST_NAME = 128
LONGEST_DESCRIPTION = 256
UNSUPPORTED = "OperationUnsupported.TransitRouterType"


class Name(Parameter):
    """A name or description as every resource of this service has one."""

    def __init__(self, name: str, longest: int, code: str) -> None:
        super().__init__(name, code=code)
        self.longest = longest

    def parse(self, text: str) -> object:
        """Return the text; ApiError when it is too long or looks like an address of the web."""
        if len(text) > self.longest or text.startswith(("http://", "https://")):
            raise self.malformed(text, f"at most {self.longest} characters that do not begin with http:// or https://")
        return text


def naming(prefix: str = "") -> tuple[Parameter, Parameter]:
    """Declare ``<prefix>Name`` and ``<prefix>Description``."""
    return (
        Name(f"{prefix}Name", LONGEST_NAME, "InvalidName"),
        Name(f"{prefix}Description", LONGEST_DESCRIPTION, "InvalidDescription"),
    )


def filters(name: str = "Filter") -> Parameter:
    """Declare ``Filter.1.Key`` with ``Filter.1.Value.1`` …; the values of one key are alternatives."""
    return records(name, text("Key", required=True), texts("Value"))


def fits(filtered: Collection[Record], values: Mapping[str, Collection[str]], *, any_key: bool = False) -> bool:
    """Whether something fits filters.

    Args:
        filtered: the filters of a request.
        values: what the thing has, by filter key.
        any_key: whether one fitting filter is enough.

    Raises:
        ApiError: a filter has another key.
    """
    for item in filtered:
        if item.text("Key") not in values:
            raise ApiError("InvalidFilterKey", f"A filter's key is one of {', '.join(values)}, not {item.text('Key')}.")
    results = [bool(set(item.texts("Value")) & set(values[item.text("Key")])) for item in filtered]
    return not results or (any(results) if any_key else all(results))


def need_cen(cloud: Cloud, identifier: str) -> Cen:
    """A CEN instance that nothing is being done to; ApiError ``InvalidCenId.NotFound``, ``Operation.Blocking``."""
    cen = cloud.need(Cen, identifier, "InvalidCenId.NotFound", 400)
    refuse_while_changing(cen, "Operation.Blocking")
    return cen


def need_router(cloud: Cloud, identifier: str, parameter: str = "TransitRouterId") -> TransitRouter:
    """A transit router; ApiError ``Invalid<parameter>.NotFound``."""
    return cloud.need(TransitRouter, identifier, f"Invalid{parameter}.NotFound", 400)


def need_table(
    cloud: Cloud, identifier: str, code: str = "InvalidTransitRouterRouteTableId.NotFound", status: int = 400
) -> TransitRouterTable:
    """A route table of a transit router; ApiError with the code when there is none."""
    return cloud.need(TransitRouterTable, identifier, code, status)


def need_attachment(
    cloud: Cloud,
    identifier: str,
    resource_type: str = "",
    code: str = "InvalidTransitRouterAttachmentId.NotFound",
    status: int = 400,
) -> Attachment:
    """An attachment, of a certain type if named; ApiError with the code when there is none."""
    row = cloud.need(Attachment, identifier, code, status)
    if resource_type and row.resource_type != resource_type:
        raise ApiError(
            code, f"The attachment {identifier!r} is one of a {row.resource_type}, not of a {resource_type} (NotFound)."
        )
    return row


def refuse_while_changing(row: Resource, code: str) -> None:
    """Raise ApiError when a resource is on its way to another status."""
    if row.next_status:
        raise ApiError(
            code, f"The {row.kind} {row.id!r} is {row.status}; wait until it is {row.next_status}, then try again."
        )


def refuse_basic(router: TransitRouter, code: str = UNSUPPORTED) -> None:
    """Raise ApiError for a Basic Edition router, which has one table and no attachments of its own (4.1)."""
    if router.edition == BASIC:
        raise ApiError(
            code, f"The transit router {router.id!r} in {router.region} is Basic Edition and does not support this."
        )


def refuse_closed_service(cloud: Cloud) -> None:
    """Raise ApiError when the account has not opened the transit router service."""
    if not service_is_open(cloud):
        raise ApiError(
            "Forbbiden.TransitRouterServiceNotOpen",
            f"The account {cloud.account} has not opened the transit router service; call OpenTransitRouterService.",
        )


def service_is_open(cloud: Cloud) -> bool:
    """Whether the account has opened the transit router service; yes where the world says nothing."""
    row = cloud.get(TransitRouterService, cloud.account)
    return row is None or row.status != "Closed"


def region_of(request: Request) -> str:
    """RegionId of a call that needs one; ApiError when it was not sent."""
    if not request.region:
        raise missing_parameter("RegionId")
    return request.region


def update(cloud: Cloud, row: Resource, changes: Mapping[str, object]) -> None:
    """Set attributes of a resource, by name; its status stays as it is."""
    cloud.change(row, then="", **changes)


def owner_of(cloud: Cloud, row: Cen | TransitRouter | Vpc) -> str:
    """Account id of a resource's owner: the caller's where the world does not say."""
    return row.owner or cloud.account


def account_number(account: str) -> int:
    """An account id as answers hold it; 0 for one that is no number."""
    return int(account) if account.isdecimal() else 0
