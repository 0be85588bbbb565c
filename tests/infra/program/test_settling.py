"""The hook that waits until a VPC route is in effect."""

from __future__ import annotations

import pulumi
import pytest

from acree_infra.program import settling
from acree_infra.program.providers import Providers
from acree_infra.program.settling import Settling
from acree_infra.routing.nouns import Table, TableKind
from tests.infra.program.cloud import Account, Recording, run

TABLE = Table(TableKind.VPC, "cn-shanghai", "vpc-uf6demo", "vtb-uf6main")


def wait(account: Account) -> Recording:
    """Run the hook once, as the engine does after a route was created."""

    async def main() -> None:
        hook = Settling(Providers(["cn-hangzhou", "cn-shanghai"]), {TABLE.id: TABLE})
        inputs = {"routeTableId": TABLE.id, "destinationCidrBlock": "100.118.28.0/24"}
        await hook._wait(pulumi.ResourceHookArgs("urn", "id", "name", "type", new_inputs=inputs))

    return run(lambda: pulumi.run(main), preview=False, account=account)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "PAUSE", 0.001)


def test_a_route_in_effect_is_seen_at_once() -> None:
    recording = wait(Account(route_states=[["Available"]]))
    assert recording.lookups == [
        (
            "alicloud:vpc/getRouteEntries:getRouteEntries",
            "cn-shanghai",
            {"routeTableId": "vtb-uf6main", "cidrBlock": "100.118.28.0/24"},
        )
    ]


@pytest.mark.parametrize("first", [["Pending"], ["Modifying"], [], ["Available", "Pending"]])
def test_it_looks_again_until_then(first: list[str]) -> None:
    recording = wait(Account(route_states=[first, first, ["Available"]]))
    assert len(recording.lookups) == 3


def test_its_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "LOOKS", 3)
    with pytest.raises(TimeoutError, match=r"100\.118\.28\.0/24 in vpc table vtb-uf6main .* after 3 looks"):
        wait(Account(route_states=[["Pending"]]))


def test_its_errors_do_not_undo_the_route() -> None:
    async def main() -> None:
        binding = Settling(Providers(["cn-shanghai"]), {TABLE.id: TABLE}).binding
        for hooks in (binding.after_create, binding.after_update):
            assert hooks is not None
            (hook,) = hooks
            assert isinstance(hook, pulumi.ResourceHook)
            assert hook.opts is not None
            assert hook.opts.ignore_errors
            assert not hook.opts.on_dry_run

    run(lambda: pulumi.run(main), preview=True)
