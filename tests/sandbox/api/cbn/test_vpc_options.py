"""Feature switches of VPC attachments."""

import pytest

from tests.sandbox.api.cbn.networks import Network, zone_parameters

CREATE = "CreateTransitRouterVpcAttachment"
NEW, OLD = "TransitRouterVPCAttachmentOptions", "Options"


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        ({}, {NEW: {}, OLD: {}}),
        ({NEW: '{"ipv6Support":"disable"}'}, {NEW: {"ipv6Support": "disable"}, OLD: {}}),
        ({OLD: '{"applianceModeSupport":"disable"}'}, {NEW: {}, OLD: {"applianceModeSupport": "disable"}}),
        ({f"{NEW}.ipv6Support": "disable"}, {NEW: {"ipv6Support": "disable"}, OLD: {}}),
    ],
)
def test_they_are_answered_under_the_name_they_came_with(
    network: Network, sent: dict[str, str], answered: dict[str, dict[str, str]]
) -> None:
    network.attach(network.router(), **sent)
    (row,) = network.ask("ListTransitRouterVpcAttachments")["TransitRouterAttachments"]
    assert {name: row[name] for name in (NEW, OLD)} == answered


@pytest.mark.parametrize(
    ("code", "sent"),
    [
        ("OperationFailed.VSwitchIpv6CidrNotAllocated", {NEW: '{"ipv6Support":"enable"}'}),
        ("InvalidParameter.ApplianceModeSupport", {NEW: '{"applianceModeSupport":"enable"}'}),
        ("IllegalParam.Ipv6Support", {NEW: '{"ipv6Support":"yes"}'}),
        (f"UnknownParameter.{NEW}.other", {NEW: '{"other":"x"}'}),
        (f"InvalidParameter.{NEW}", {NEW: "no json"}),
        (
            "ParamExclusive.TransitRouterVPCAttachmentOptionsAndOptions",
            {NEW: '{"ipv6Support":"disable"}', OLD: '{"ipv6Support":"disable"}'},
        ),
    ],
)
def test_what_the_sandbox_cannot_do_is_refused(network: Network, code: str, sent: dict[str, str]) -> None:
    parameters = zone_parameters("vpc-hz") | {"TransitRouterId": network.router(), "VpcId": "vpc-hz"}
    assert network.refused(code, CREATE, parameters | sent)
