from dataclasses import asdict, replace

import pytest

from acree_sandbox.core.errors import SandboxError
from acree_sandbox.core.faults import FOREVER, THROTTLING, Fault, Faults, fault_from


def codes(faults: Faults, action: str, calls: int) -> list[str]:
    return [fault.code if (fault := faults.take(action)) else "" for _ in range(calls)]


def test_a_fault_hits_as_many_calls_as_it_says() -> None:
    faults = Faults()
    faults.add(replace(THROTTLING, action="CreateCen", times=2))
    assert codes(faults, "DeleteCen", 1) == [""]
    assert codes(faults, "CreateCen", 3) == ["Throttling.User", "Throttling.User", ""]
    assert faults.listed() == ()


def test_a_fault_for_every_action_and_for_ever() -> None:
    faults = Faults()
    faults.add(Fault(code="ServiceUnavailable", status=503, times=FOREVER))
    assert codes(faults, "A", 2) + codes(faults, "B", 2) == ["ServiceUnavailable"] * 4
    faults.clear()
    assert codes(faults, "A", 1) == [""]


def test_faults_hit_in_the_order_in_which_they_were_added() -> None:
    faults = Faults()
    for code in ("One", "Two"):
        faults.add(Fault(code=code))
    assert codes(faults, "A", 3) == ["One", "Two", ""]


def test_a_fault_that_does_nothing_is_refused() -> None:
    with pytest.raises(SandboxError, match="'CreateCen' does nothing"):
        Faults().add(Fault(action="CreateCen"))


def test_json_form() -> None:
    fault = Fault(action="CreateCen", code="X", times=3, delay=0.5, lost=True)
    assert fault_from(asdict(fault)) == fault
    assert fault_from({"delay": 1}) == Fault(delay=1)


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "found list"),
        ({"colour": 1}, "no 'colour'; it has action"),
        ({"times": "3"}, "'times' of a fault is a int"),
        ({"lost": 1}, "'lost' of a fault is a bool"),
        ({"delay": "long"}, "'delay' of a fault is a float"),
    ],
)
def test_json_that_does_not_fit_is_named(document: object, reason: str) -> None:
    with pytest.raises(SandboxError, match=reason):
        fault_from(document)
