"""ExpressConnectRouter 2023-09-01: routers that join VBRs with VPCs and transit routers."""

from acree_sandbox.api.expressconnectrouter import associations, children, routers, routes

__all__ = ["associations", "children", "routers", "routes"]
