"""Every kind of way, in the register. A new kind is one file and one line here."""

import acree_infra.routing.sites.express_connect
import acree_infra.routing.sites.express_connect_router
import acree_infra.routing.sites.kinds
import acree_infra.routing.sites.smart_access_gateway
import acree_infra.routing.sites.transit_vpn
import acree_infra.routing.sites.vpn_gateway

KINDS = acree_infra.routing.sites.kinds.KINDS
"""The register, filled: each import above registers its kind."""
