"""Every parameter of the official request models is known to its action, or refused on purpose."""

import inspect
import re

import pytest
from alibabacloud_cbn20170912 import models

import acree_sandbox.api.cbn  # noqa: F401  # registers the actions
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.core.dispatch import ANYWHERE
from acree_sandbox.core.registry import REGISTRY, Action

REFUSED = {
    "CreateTransitRouter": {"TransitRouterCidrList"},  # for VPN connections, which are another chapter
    "ListTagResources": {"PageSize"},  # the shared tag actions page by MaxResults
}
ACTIONS = [action for action in REGISTRY.served() if action.product == CBN.product]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: str(action.name))
def test_the_models_parameters_are_known(action: Action) -> None:
    source = inspect.getsource(getattr(models, f"{action.name}Request").to_map)
    modelled = set(re.findall(r"result\['(\w+)'\]", source))
    assert modelled, source
    assert modelled - set(action.parameters) - ANYWHERE == REFUSED.get(action.name, set())
