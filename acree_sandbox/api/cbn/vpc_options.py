"""The feature switches of a VPC attachment, which the provider sends under either of two names."""

from __future__ import annotations

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import structure, text
from acree_sandbox.core.records import Request

SWITCH = ("enable", "disable")
IPV6 = "ipv6Support"
APPLIANCE = "applianceModeSupport"
FIELDS = (
    text(IPV6, choices=SWITCH, code="IllegalParam.Ipv6Support"),
    text(APPLIANCE, choices=SWITCH, code="InvalidParameter.ApplianceModeSupport"),
)
NAMES = ("TransitRouterVPCAttachmentOptions", "Options")
OPTIONS = tuple(structure(name, *FIELDS) for name in NAMES)
"""The parameters, of which one may be sent."""


def chosen_options(request: Request) -> tuple[str, dict[str, str]]:
    """The parameter that was sent and its switches; an empty name when none was.

    Raises:
        ApiError: both were sent, or something is enabled that the sandbox cannot do.
    """
    sent = [name for name in NAMES if name in request]
    if len(sent) > 1:
        raise ApiError(
            "ParamExclusive.TransitRouterVPCAttachmentOptionsAndOptions",
            f"Send one of {' and '.join(NAMES)}, not both.",
        )
    if not sent:
        return "", {}
    record = request.structure(sent[0])
    switches = {name: record.text(name) for name in (IPV6, APPLIANCE) if name in record} if record else {}
    if switches.get(IPV6) == "enable":
        raise ApiError(
            "OperationFailed.VSwitchIpv6CidrNotAllocated", "The vSwitches of the sandbox have no IPv6 addresses."
        )
    if switches.get(APPLIANCE) == "enable":
        raise ApiError("InvalidParameter.ApplianceModeSupport", "The sandbox has no appliance mode; leave it disabled.")
    return sent[0], switches
