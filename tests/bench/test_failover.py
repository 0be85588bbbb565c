"""What the failover is measured against: the timers that are rendered for the device."""

from __future__ import annotations

import pytest

from bench.failover import KINDS, unanswered
from scripts.sites import DEVICES
from scripts.workplace import ROOT

TIMERS = {"dpd_delay": "5s", "retransmit_timeout": "2.0", "retransmit_base": "1.4", "retransmit_tries": "3"}


def _written(**changes: str | None) -> str:
    values = {**TIMERS, **changes}
    return "".join(f"  {name} = {value}\n" for name, value in values.items() if value is not None)


def test_silence_then_every_request_in_vain() -> None:
    assert unanswered(_written()) == pytest.approx(5 + 2 + 2.8 + 3.92 + 5.488)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"dpd_delay": "30s"}, 44.208),
        ({"retransmit_tries": "0"}, 7),
        ({"retransmit_base": "1.0"}, 13),
        ({"retransmit_timeout": "4"}, 33.416),
    ],
)
def test_each_timer_counts(changes: dict[str, str], expected: float) -> None:
    assert unanswered(_written(**changes)) == pytest.approx(expected)


@pytest.mark.parametrize("name", TIMERS)
def test_a_timer_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(LookupError, match=f"wanted the timer {name}"):
        unanswered(_written(**{name: None}))


@pytest.mark.parametrize("family", ["strongswan", "strongswan-userspace"])
def test_what_is_rendered_sets_them_all(family: str) -> None:
    golden = ROOT / "tests" / "golden" / "onprem" / "vpn-gateway" / f"{family}.txt"
    assert unanswered(golden.read_text(encoding="utf-8")) == pytest.approx(19.208)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_device_of_two_tunnels(kind: str) -> None:
    assert DEVICES[kind].tunnels


def test_one_is_noticed_by_bgp_and_one_by_its_tunnel() -> None:
    assert ["frr" in DEVICES[kind].families for kind in KINDS] == [told == "BGP" for told in KINDS.values()]
