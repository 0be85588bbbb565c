"""The live guard on AnyTunnel entries."""

from __future__ import annotations

import pytest

from acree_infra.errors import AccessError, AcreeError, PolicyError
from acree_infra.routing.plan_model import Plan
from tests.infra.program.cloud import Account, Recording
from tests.infra.program.programs import build
from tests.infra.routing.sites.places import files, site
from tests.infra.routing.variations import example, plan_of
from tests.infra.rules.ways import ENTRIES, SMART_GATEWAY

AUTH = "100.103.9.188/32"


def planned() -> Plan:
    return plan_of(*files(site(ENTRIES)))


def refused(found: Account, *, preview: bool, error: type[AcreeError] = PolicyError) -> str:
    """The message of a refusal, which comes before any resource of the cloud."""
    recording = Recording()
    with pytest.raises(error) as caught:
        build(planned(), preview=preview, account=found, recording=recording)
    assert recording.cloud == []
    return str(caught.value)


@pytest.mark.parametrize("preview", [True, False])
class TestGuard:
    def test_one_that_the_service_gave_up_is_named_with_what_to_do(self, preview: bool) -> None:
        message = refused(Account(failed_entries=[AUTH]), preview=preview)
        assert f"found status `Failed`: {AUTH} for ccn-cn-shanghai in cen-hq; nothing was created" in message
        assert "delete these entries in the CEN console" in message
        assert "`pulumi up --refresh`" in message

    def test_all_are_named_at_once(self, preview: bool) -> None:
        message = refused(Account(failed_entries=[AUTH, "100.118.28.0/24"]), preview=preview)
        assert AUTH in message
        assert "100.118.28.0/24" in message
        assert "100.118.31.0/24" not in message, "that one is in effect"

    def test_one_of_somebody_else_is_not_ours(self, preview: bool) -> None:
        recording = build(planned(), preview=preview, account=Account(failed_entries=["100.99.0.0/24"]))
        assert len(recording.of("RouteService")) == 5

    def test_one_look_asks_for_all(self, preview: bool) -> None:
        recording = build(planned(), preview=preview)
        ((_, region, asked),) = recording.lookups
        assert region == "cn-hangzhou"
        assert asked == {
            "cenId": "cen-hq",
            "hostRegionId": "cn-hangzhou",
            "accessRegionId": "ccn-cn-shanghai",
        }

    def test_an_account_that_does_not_answer_is_told(self, preview: bool) -> None:
        message = refused(Account(broken="Forbidden.RAM"), preview=preview, error=AccessError)
        assert "the AnyTunnel entries of cen-hq in cn-hangzhou could not be read" in message
        assert "Forbidden.RAM" in message
        assert "cen:DescribeRouteServicesInCen" in message

    def test_without_entries_of_the_stack_nothing_is_asked(self, preview: bool) -> None:
        assert build(plan_of(*files(site(SMART_GATEWAY))), preview=preview).lookups == []
        tokens = {token for token, _, _ in build(plan_of(*example()), preview=preview).lookups}
        assert not [token for token in tokens if "RouteServices" in token]
