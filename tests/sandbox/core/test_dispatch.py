import json
import re
import time
from dataclasses import replace
from typing import Any

import pytest

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Answer, Dispatcher
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.faults import THROTTLING, Fault
from acree_sandbox.core.signing.message import Message
from tests.sandbox.conftest import START, Calling, Clock
from tests.sandbox.core.signing.independent import acs3_message, v1_message
from tests.sandbox.core.specimens import STORE, Shelf


def served(dispatcher: Dispatcher, message: Message) -> tuple[int, dict[str, Any]]:
    answer = dispatcher.serve(message)
    return answer.status, json.loads(answer.body)


def test_a_call_from_query_and_form(dispatcher: Dispatcher, cloud: Cloud) -> None:
    body = {"Name": "a b", "Tag.1.Key": "k", "Tag.1.Value": "v", "RegionId": "cn-hangzhou"}
    status, answer = served(dispatcher, v1_message("CreateShelf", START, body))
    (shelf,) = cloud.all(Shelf)
    assert status == 200
    assert answer["ShelfId"] == shelf.id
    assert (shelf.name, shelf.tags, shelf.region) == ("a b", {"k": "v"}, "cn-hangzhou")


def test_a_call_with_all_in_the_query_as_the_old_sdk_sends_it(dispatcher: Dispatcher, cloud: Cloud) -> None:
    assert served(dispatcher, v1_message("CreateShelf", START, Name="n", RegionId="r", SignatureType=""))[0] == 200
    assert cloud.all(Shelf)[0].name == "n"


def test_a_call_named_by_headers(dispatcher: Dispatcher, cloud: Cloud) -> None:
    assert served(dispatcher, acs3_message("CreateShelf", START, {"Name": "q"}))[0] == 200
    assert served(dispatcher, acs3_message("CreateShelf", START, body=b"Name=f"))[0] == 200
    assert [shelf.name for shelf in cloud.all(Shelf)] == ["q", "f"]


def test_every_answer_has_a_request_id_of_its_own(dispatcher: Dispatcher) -> None:
    ids = [served(dispatcher, v1_message(name, START))[1]["RequestId"] for name in ("ListShelves", "Unknown")]
    assert ids[0] != ids[1]
    assert all(re.fullmatch("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", text) for text in ids)


def test_a_refusal_has_the_services_form(dispatcher: Dispatcher) -> None:
    message = v1_message("DeleteShelf", START, {"ShelfId": "s"})
    message = replace(message, headers={**message.headers, "host": "127.0.0.1:1"})
    status, answer = served(dispatcher, message)
    assert status == 404
    assert set(answer) == {"RequestId", "HostId", "Code", "Message"}
    assert (answer["Code"], answer["HostId"]) == ("InvalidShelfId.NotFound", "127.0.0.1:1")
    assert "NotFound" in answer["Message"]


@pytest.mark.parametrize(
    ("message", "status", "code"),
    [
        (v1_message("Dance", START), 404, "InvalidAction.NotFound"),
        (v1_message("CreateShelf", START, version="1999-01-01"), 404, "InvalidAction.NotFound"),
        (replace(v1_message("CreateShelf", START), path="/v1/x"), 404, "InvalidAction.NotFound"),
        (Message("POST"), 404, "InvalidAction.NotFound"),
        (v1_message("CreateShelf", START, Format="XML"), 400, "InvalidParameter.Format"),
        (v1_message("CreateShelf", START, secret="wrong"), 400, "SignatureDoesNotMatch"),
        (v1_message("CreateShelf", START, {"Nmae": "x"}), 400, "UnknownParameter.Nmae"),
        (v1_message("CreateShelf", START, {"Width": "x"}), 400, "InvalidParameter.Width"),
        (v1_message("DeleteShelf", START), 400, "MissingParameter.ShelfId"),
        (Message("POST", headers={"content-type": "text/xml"}, body=b"<a/>"), 415, "InvalidContentType"),
    ],
)
def test_refusals(dispatcher: Dispatcher, message: Message, status: int, code: str) -> None:
    found, answer = served(dispatcher, message)
    assert (found, answer["Code"]) == (status, code)


def test_parameters_that_are_known_everywhere(call: Calling) -> None:
    names = ("OwnerAccount", "OwnerId", "RegionId", "ResourceOwnerAccount", "ResourceOwnerId")
    assert call(STORE, "ListShelves", dict.fromkeys(names, "1"), ClientToken="t", DryRun="false")["TotalCount"] == 0


def test_a_mistake_inside_is_a_500_with_a_traceback_in_the_log(
    dispatcher: Dispatcher, cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    status, answer = served(dispatcher, v1_message("BreakDown", START))
    assert (status, answer["Code"]) == (500, "InternalError")
    assert "ZeroDivisionError: a mistake in an action" in caplog.text
    assert answer["RequestId"] in caplog.text
    assert cloud.all(Shelf) == []


def test_a_refusal_undoes_what_the_action_did(dispatcher: Dispatcher, cloud: Cloud, call: Calling) -> None:
    shelf = call(STORE, "CreateShelf")["ShelfId"]
    served(dispatcher, v1_message("ModifyShelf", START, {"ShelfId": shelf, "Colour": "red"}))
    assert cloud.need(Shelf, shelf, "X").status == "Creating"


def test_an_update_keeps_what_is_not_sent(cloud: Cloud, call: Calling) -> None:
    shelf = call(STORE, "CreateShelf", Name="a", Width="3")["ShelfId"]
    call(STORE, "ModifyShelf", ShelfId=shelf, Name="")
    assert (cloud.need(Shelf, shelf, "X").name, cloud.need(Shelf, shelf, "X").width) == ("", 3)


def test_a_life(call: Calling, clock: Clock) -> None:
    shelf = call(STORE, "CreateShelf", Name="a")["ShelfId"]

    def statuses() -> list[str]:
        return [item["Status"] for item in call(STORE, "DescribeShelves", ShelfId=shelf)["Shelves"]]

    assert statuses() == ["Creating"]
    clock.pass_by(1)
    assert statuses() == ["Active"]
    call(STORE, "DeleteShelf", ShelfId=shelf)
    assert statuses() == ["Deleting"]
    clock.pass_by(1)
    assert statuses() == []


def test_a_dry_run_checks_everything_and_does_nothing(cloud: Cloud, call: Calling) -> None:
    with pytest.raises(ApiError) as caught:
        call(STORE, "CreateShelf", Name="a", DryRun="true")
    assert caught.value.code == "DryRunOperation"
    with pytest.raises(ApiError) as caught:
        call(STORE, "DeleteShelf", ShelfId="s", DryRun="true")
    assert caught.value.code == "InvalidShelfId.NotFound"
    assert cloud.all(Shelf) == []


def test_a_throttled_call_does_nothing_and_then_works(dispatcher: Dispatcher, cloud: Cloud) -> None:
    dispatcher.faults.add(replace(THROTTLING, action="CreateShelf"))
    status, answer = served(dispatcher, v1_message("CreateShelf", START))
    assert (status, answer["Code"]) == (400, "Throttling.User")
    assert cloud.all(Shelf) == []
    assert served(dispatcher, v1_message("CreateShelf", START))[0] == 200


def test_a_server_error(dispatcher: Dispatcher) -> None:
    dispatcher.faults.add(Fault(code="ServiceUnavailable", status=503))
    assert served(dispatcher, v1_message("ListShelves", START))[0] == 503


def test_a_lost_answer_counts_all_the_same(dispatcher: Dispatcher, cloud: Cloud) -> None:
    dispatcher.faults.add(Fault(lost=True))
    assert dispatcher.serve(v1_message("CreateShelf", START)).lost
    assert len(cloud.all(Shelf)) == 1
    assert not dispatcher.serve(v1_message("CreateShelf", START)).lost


def test_a_lost_answer_is_found_again_by_its_token(dispatcher: Dispatcher, cloud: Cloud) -> None:
    dispatcher.faults.add(Fault(lost=True))
    answers: list[Answer] = [dispatcher.serve(v1_message("CreateShelf", START, {"ClientToken": "t"})) for _ in range(2)]
    assert [answer.lost for answer in answers] == [True, False]
    assert json.loads(answers[1].body)["ShelfId"] == cloud.all(Shelf)[0].id
    assert len(cloud.all(Shelf)) == 1


def test_a_delay_does_not_hold_up_others(dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    served_meanwhile = []

    def sleep(seconds: float) -> None:
        status, _ = served(dispatcher, v1_message("ListShelves", START))
        served_meanwhile.append((seconds, status))

    monkeypatch.setattr(time, "sleep", sleep)
    dispatcher.faults.add(Fault(action="CreateShelf", delay=7.0))
    assert served(dispatcher, v1_message("CreateShelf", START))[0] == 200
    assert served_meanwhile == [(7.0, 200)]


def test_an_unsigned_call_uses_up_no_fault(dispatcher: Dispatcher) -> None:
    dispatcher.faults.add(Fault(code="X"))
    served(dispatcher, v1_message("CreateShelf", START, secret="wrong"))
    assert len(dispatcher.faults.listed()) == 1


def test_the_log_tells_calls_but_no_parameters(dispatcher: Dispatcher, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    served(dispatcher, v1_message("CreateShelf", START, {"Name": "hush-hush"}))
    served(dispatcher, v1_message("DeleteShelf", START, {"ShelfId": "hush-hush"}))
    assert re.search(r"CreateShelf 2026-01-01 200 .*ms", caplog.text)
    assert "DeleteShelf 2026-01-01 404 InvalidShelfId.NotFound" in caplog.text
    assert "hush-hush" not in caplog.text
    assert "sandbox-secret" not in caplog.text


def test_pages_through_the_wire(call: Calling) -> None:
    made = [call(STORE, "CreateShelf")["ShelfId"] for _ in range(3)]
    first = call(STORE, "ListShelves")
    second = call(STORE, "ListShelves", NextToken=first["NextToken"])
    assert first["Shelves"] + second["Shelves"] == made
