import json
from typing import Any

import pytest

from acree_sandbox.core.admin import route, serve_admin
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.faults import Fault
from acree_sandbox.core.signing.message import Message
from tests.sandbox.conftest import Calling
from tests.sandbox.core.specimens import SPECIMENS, STORE, Shelf

Answered = tuple[int, Any]


def ask(dispatcher: Dispatcher, method: str, name: str, body: bytes = b"", **query: str) -> Answered:
    answer = serve_admin(dispatcher, Message(method, f"/sandbox/{name}", query, {}, body))
    return answer.status, json.loads(answer.body)


def test_health(dispatcher: Dispatcher, cloud: Cloud) -> None:
    expected = {"status": "ok", "actions": len(SPECIMENS.served()), "revision": cloud.revision}
    assert ask(dispatcher, "GET", "health") == (200, expected)


def test_state_shows_every_resource_but_no_key(dispatcher: Dispatcher, call: Calling) -> None:
    shelf = call(STORE, "CreateShelf", Name="a")["ShelfId"]
    status, answer = ask(dispatcher, "GET", "state")
    assert status == 200
    assert [row["id"] for row in answer["resources"]["shelf"]] == [shelf]
    assert "sandbox-secret" not in json.dumps(answer)


def test_actions_are_listed_with_their_parameters(dispatcher: Dispatcher) -> None:
    _, answer = ask(dispatcher, "GET", "actions")
    create = next(entry for entry in answer if entry["action"] == "CreateShelf")
    expected = {"product": "Store", "version": "2026-01-01", "action": "CreateShelf"}
    assert create == expected | {"parameters": ["Name", "Tag", "Width"]}


def test_reset_forgets_state_and_faults(dispatcher: Dispatcher, cloud: Cloud, call: Calling) -> None:
    call(STORE, "CreateShelf")
    dispatcher.faults.add(Fault(code="X"))
    assert ask(dispatcher, "POST", "reset") == (200, {"revision": cloud.revision})
    assert cloud.all(Shelf) == []
    assert dispatcher.faults.listed() == ()


def test_faults_are_set_listed_and_cleared(dispatcher: Dispatcher) -> None:
    body = json.dumps({"action": "CreateShelf", "code": "Throttling.User", "times": 2}).encode()
    status, answer = ask(dispatcher, "POST", "faults", body)
    assert (status, answer["faults"][0]["times"]) == (200, 2)
    assert ask(dispatcher, "GET", "faults") == (200, answer)
    assert ask(dispatcher, "DELETE", "faults") == (200, {"faults": []})


@pytest.mark.parametrize(
    ("body", "reason"), [(b"{", "as JSON"), (b"{}", "does nothing"), (b'{"cod": "X"}', "no 'cod'")]
)
def test_a_wrong_fault_is_named(dispatcher: Dispatcher, body: bytes, reason: str) -> None:
    status, answer = ask(dispatcher, "POST", "faults", body)
    assert status == 400
    assert reason in answer["error"]


def test_wait_answers_at_once_when_there_is_something_newer(
    dispatcher: Dispatcher, cloud: Cloud, call: Calling
) -> None:
    before = cloud.revision
    call(STORE, "CreateShelf")
    assert ask(dispatcher, "GET", "wait", revision=str(before)) == (200, {"revision": before + 1})
    assert ask(dispatcher, "GET", "wait", revision=str(before + 1), timeout="0.01") == (200, {"revision": before + 1})


def test_wait_with_something_else_than_a_number(dispatcher: Dispatcher) -> None:
    assert ask(dispatcher, "GET", "wait", timeout="long") == (400, {"error": "'timeout' is a number, found 'long'"})


def test_what_is_not_there_is_answered_with_what_is(dispatcher: Dispatcher) -> None:
    status, answer = ask(dispatcher, "GET", "helth")
    assert status == 404
    assert "GET /sandbox/health" in answer["error"]


def test_a_taken_route_is_refused() -> None:
    with pytest.raises(ValueError, match="GET /sandbox/health is taken"):
        route("GET", "health")(lambda _dispatcher, _message: None)
