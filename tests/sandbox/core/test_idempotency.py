import pytest

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from tests.sandbox.conftest import Calling, Clock
from tests.sandbox.core.specimens import STORE, Shelf


def test_the_same_call_again_gets_the_same_answer_and_makes_nothing(cloud: Cloud, call: Calling) -> None:
    answers = [call(STORE, "CreateShelf", Name="a", ClientToken="t") for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert len(cloud.all(Shelf)) == 1


def test_without_a_token_each_call_counts(cloud: Cloud, call: Calling) -> None:
    for token in ("", ""):
        call(STORE, "CreateShelf", Name="a", ClientToken=token)
    call(STORE, "CreateShelf", Name="a")
    assert len(cloud.all(Shelf)) == 3


def test_the_same_token_with_other_parameters_is_refused(call: Calling) -> None:
    call(STORE, "CreateShelf", Name="a", ClientToken="t")
    for other in ({"Name": "b"}, {"Name": "a", "RegionId": "cn-hangzhou"}, {}):
        with pytest.raises(ApiError, match="'t' was used for CreateShelf") as caught:
            call(STORE, "CreateShelf", other, ClientToken="t")
        assert caught.value.code == "IdempotentParameterMismatch"


def test_a_token_of_full_length_may_have_been_cut_so_other_parameters_are_another_call(call: Calling) -> None:
    cut = "TF-DissociateTransitRouterAttachmentFromRouteTable-1795529127-e3"
    first = call(STORE, "CreateShelf", Name="a", ClientToken=cut)
    assert call(STORE, "CreateShelf", Name="b", ClientToken=cut) != first
    assert call(STORE, "CreateShelf", Name="a", ClientToken=cut) == first


def test_the_same_token_for_another_action_is_another_token(call: Calling) -> None:
    shelf = call(STORE, "CreateShelf", ClientToken="t")["ShelfId"]
    assert call(STORE, "ModifyShelf", ShelfId=shelf, Name="b", ClientToken="t") == {}


def test_a_refused_call_does_not_use_up_its_token(call: Calling) -> None:
    with pytest.raises(ApiError):
        call(STORE, "CreateShelf", Width="0", ClientToken="t")
    assert call(STORE, "CreateShelf", Width="1", ClientToken="t")["ShelfId"]


def test_a_dry_run_does_not_use_up_its_token(call: Calling) -> None:
    with pytest.raises(ApiError, match="DryRunOperation"):
        call(STORE, "CreateShelf", DryRun="true", ClientToken="t")
    assert call(STORE, "CreateShelf", ClientToken="t")["ShelfId"]


def test_a_token_is_forgotten_after_a_day(call: Calling, clock: Clock) -> None:
    first = call(STORE, "CreateShelf", ClientToken="t")
    clock.pass_by(24 * 3600 - 1)
    assert call(STORE, "CreateShelf", ClientToken="t") == first
    clock.pass_by(2)
    assert call(STORE, "CreateShelf", ClientToken="t") != first
