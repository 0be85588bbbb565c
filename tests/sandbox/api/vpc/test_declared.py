"""Every parameter of the official request models is known to its action; what is not done is refused by name."""

import inspect
import re

import pytest
from alibabacloud_vpc20160428 import models

import acree_sandbox.api.expressconnect
import acree_sandbox.api.vpc
import acree_sandbox.api.vpn  # noqa: F401  # all register the product's actions
from acree_sandbox.api.vpc.parameters import Unserved
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.dispatch import ANYWHERE
from acree_sandbox.core.kinds import Structure
from acree_sandbox.core.registry import REGISTRY, Action
from tests.sandbox.api.vpc.networks import Network

ACTIONS = [action for action in REGISTRY.served() if action.product == VPC.product]
UNSERVED = [
    (action, parameter)
    for action in ACTIONS
    for parameter in action.parameters.values()
    if isinstance(parameter, Unserved)
]


def modelled(model: str) -> set[str]:
    source = inspect.getsource(getattr(models, model).to_map)
    return set(re.findall(r"result\['(\w+)'\]", source))


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: str(action.name))
def test_the_models_parameters_are_known(action: Action) -> None:
    known = modelled(f"{action.name}Request")
    assert known
    assert known - set(action.parameters) - ANYWHERE == set()
    for name, parameter in action.parameters.items():
        # a structure that is sent as JSON has no model
        if isinstance(parameter, Structure) and hasattr(models, f"{action.name}Request{name}"):
            assert modelled(f"{action.name}Request{name}") - set(parameter.fields) == set()


def test_the_actions_are_those_of_the_resources() -> None:
    assert len(ACTIONS) == 94
    assert {"PublishVpcRouteEntries", "MoveResourceGroup", "DescribeRouteTables"} <= {its.name for its in ACTIONS}


@pytest.mark.parametrize(("action", "parameter"), UNSERVED, ids=lambda its: str(its.name))
def test_what_is_not_done_is_refused_by_name(network: Network, action: Action, parameter: Unserved) -> None:
    for name in (parameter.name, f"{parameter.name}.1", f"{parameter.name}.1.Key"):
        message = network.refused(f"UnsupportedParameter.{parameter.name}", action.name, {name: "x"})
        assert f'"{name}"' in message
        assert "'x'" in message


def test_a_harmless_value_is_no_request() -> None:
    off = Unserved("EnableIpv6", "false")
    assert off.parse("False") is None
    assert off.parse("") is None
