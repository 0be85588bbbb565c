"""Resources of made-up programs."""

from __future__ import annotations

from acree_infra.policy.resource import ROUTER_ROUTE, VPC, VPC_ATTACHMENT, Resource

VPC_ROUTE = "alicloud:vpc/vPCRouteEntry:VPCRouteEntry"
AWAY, HOME = "cn-shanghai", "cn-hangzhou"


def resource(name: str, type_: str, region: str = AWAY, needs: dict[str, str] | None = None, **known: str) -> Resource:
    """A resource; `needs` names one other for each property."""
    return Resource(
        f"urn:{name}", type_, name, region, known, {key: (f"urn:{other}",) for key, other in (needs or {}).items()}
    )


def vpc_route(name: str, prefix: str, hop: str = "tr-attach-1", kind: str = "Attachment") -> Resource:
    """A route of a VPC of the worked example, or of another table."""
    known = {"routeTableId": "vtb-uf6main", "destinationCidrBlock": prefix, "nexthopType": kind, "nexthopId": hop}
    return resource(name, VPC_ROUTE, AWAY, None, **known)


def attached_vpc(name: str, cidr: str) -> list[Resource]:
    """A VPC that the program makes and attaches."""
    return [
        resource(name, VPC, cidrBlock=cidr),
        resource(f"joined-{name}", VPC_ATTACHMENT, needs={"vpcId": name}),
    ]


def team(left_out: str = "") -> list[Resource]:
    """What a preview knows of a program that does what the worked example needs, or all but one route of it."""
    made = [
        resource("home", VPC_ATTACHMENT, HOME, vpcId="vpc-bp1demo"),
        resource("away", VPC_ATTACHMENT, AWAY, vpcId="vpc-uf6demo"),
    ]
    service = ("100.103.9.188/32", "100.98.170.0/24", "100.114.102.0/24", "100.118.28.0/24", "100.118.31.0/24")
    made += [_to("away", AWAY, "vtb-uf6main", prefix) for prefix in ("10.0.0.0/16", *service)]
    made += [_to("home", HOME, "vtb-bp1main", "172.16.0.0/16")]
    entry = "transitRouterRouteEntry"
    made += [
        resource(
            f"router-{prefix}",
            ROUTER_ROUTE,
            HOME,
            {f"{entry}NextHopId": "home", "transitRouterRouteTableId": "nobody"},
            **{f"{entry}DestinationCidrBlock": prefix, f"{entry}NextHopType": "Attachment"},
        )
        for prefix in service
    ]
    return [one for one in made if one.name != left_out]


def _to(attachment: str, region: str, table: str, prefix: str) -> Resource:
    known = {"routeTableId": table, "destinationCidrBlock": prefix, "nexthopType": "Attachment"}
    return resource(f"{attachment}-{prefix}", VPC_ROUTE, region, {"nexthopId": attachment}, **known)
