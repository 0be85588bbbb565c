"""The live guard on editions."""

from __future__ import annotations

import pytest

from acree_infra.errors import AccessError, AcreeError, PolicyError
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.g01_basic_edition import UPGRADE_PAGE
from tests.infra.program.cloud import Account, Recording
from tests.infra.program.programs import build
from tests.infra.routing.variations import add_router, example, plan_of


def existing() -> Plan:
    """A plan with two routers of a CEN; the lock file says that both are Enterprise."""
    stack, lock = example()
    stack["network"]["cen"] = "cen-old"
    add_router(lock, "tr-hz", "cn-hangzhou")
    add_router(lock, "tr-sh", "cn-shanghai")
    return plan_of(stack, lock)


def account(hangzhou: str = "Enterprise", shanghai: str = "Enterprise") -> Account:
    return Account({"cn-hangzhou": [("tr-hz", hangzhou)], "cn-shanghai": [("tr-sh", shanghai)]})


def refused(plan: Plan, found: Account, *, preview: bool, error: type[AcreeError] = PolicyError) -> str:
    """The message of a refusal, which comes before any resource of the cloud."""
    recording = Recording()
    with pytest.raises(error) as caught:
        build(plan, preview=preview, account=found, recording=recording)
    assert {resource.type for resource in recording.resources} == {"pulumi:providers:alicloud"}
    return str(caught.value)


def lookups(recording: Recording) -> set[tuple[str, str]]:
    return {(region, arguments["cenId"]) for _, region, arguments in recording.lookups}


@pytest.mark.parametrize("preview", [True, False])
class TestBasic:
    def test_is_refused_whatever_the_lock_says(self, preview: bool) -> None:
        message = refused(existing(), account(shanghai="Basic"), preview=preview)
        assert "tr-sh" in message
        assert "cn-shanghai" in message
        assert UPGRADE_PAGE in message
        assert "tr-hz" not in message

    def test_every_basic_router_is_named_at_once(self, preview: bool) -> None:
        message = refused(existing(), account("Basic", "Basic"), preview=preview)
        assert message.count("is Basic Edition") == 2

    def test_a_basic_router_in_a_region_where_one_was_to_be_created(self, preview: bool) -> None:
        stack, lock = example()
        stack["network"]["cen"] = "cen-old"
        found = Account({"cn-shanghai": [("tr-surprise", "Basic")]})
        assert "tr-surprise" in refused(plan_of(stack, lock), found, preview=preview)

    def test_nothing_is_registered_before_the_answers(self, preview: bool) -> None:
        recording = build(existing(), preview=preview, account=account())
        kinds = [item.split(" ")[0] for item in recording.order]
        last_answer = len(kinds) - 1 - kinds[::-1].index("getTransitRouters")
        assert set(kinds[:last_answer]) <= {"alicloud", "getTransitRouters"}


@pytest.mark.parametrize("preview", [True, False])
class TestAnswers:
    def test_each_region_is_asked_through_its_own_provider(self, preview: bool) -> None:
        recording = build(existing(), preview=preview, account=account())
        assert lookups(recording) == {("cn-hangzhou", "cen-old"), ("cn-shanghai", "cen-old")}

    def test_a_router_that_is_not_there(self, preview: bool) -> None:
        found = Account({"cn-hangzhou": [("tr-hz", "Enterprise")], "cn-shanghai": [("tr-new", "Enterprise")]})
        message = refused(existing(), found, preview=preview)
        assert "tr-sh is not in cen-old in cn-shanghai; there is tr-new" in message
        assert "acree resolve" in message

    def test_a_router_that_this_stack_made_before_is_no_surprise(self, preview: bool) -> None:
        stack, lock = example()
        stack["network"]["cen"] = "cen-old"
        recording = build(plan_of(stack, lock), preview=preview, account=account())
        assert set(recording.of("TransitRouter")) == {"cn-hangzhou", "cn-shanghai"}

    def test_a_new_cen_has_nothing_to_ask_about(self, preview: bool) -> None:
        recording = build(plan_of(*example()), preview=preview)
        assert not [token for token, _, _ in recording.lookups if token.endswith("getTransitRouters")]

    def test_an_account_that_does_not_answer(self, preview: bool) -> None:
        message = refused(existing(), Account(broken="Forbidden.RAM"), preview=preview, error=AccessError)
        assert "cen-old" in message
        assert "Forbidden.RAM" in message
        assert "cen:ListTransitRouters" in message
