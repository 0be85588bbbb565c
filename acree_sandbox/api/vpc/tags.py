"""Tags of VPCs, vSwitches and route tables."""

from __future__ import annotations

from acree_sandbox.api.vpc.resources import RouteTable, Vpc, VSwitch
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.tags import register_tag_actions

register_tag_actions(VPC, {"VPC": Vpc, "VSWITCH": VSwitch, "ROUTETABLE": RouteTable}, untag="UnTagResources")
