"""VpcPeer 2022-01-01: connections of two VPCs without a transit router."""

from acree_sandbox.api.vpcpeer import connections, listing

__all__ = ["connections", "listing"]
