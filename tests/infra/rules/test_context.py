"""The indexes that rules share."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_infra.discovery.published import published_ranges
from acree_infra.errors import Where
from acree_infra.routing.nouns import LegId
from tests.infra.rules.world import World
from tests.infra.samples import HANGZHOU_OSS


def mixed() -> World:
    """A client of another region, one of the same region, and one that is linked itself."""
    world = World()
    world.add_client("home", "cn-hangzhou", "172.20.0.0/16")
    world.add_client("tools", "cn-hangzhou", "172.21.0.0/16", via="link")
    return world


def test_clients_by_the_way_they_take() -> None:
    context = mixed().context()
    assert [client.node.name for client in context.clients] == ["home", "shanghai", "tools"]
    assert [client.node.name for client in context.routed] == ["home", "shanghai"]
    assert [client.node.name for client in context.remote] == ["shanghai"]
    assert context.clients_by_name["tools"].linked
    assert not context.clients_by_name["home"].linked


def test_a_client_is_placed_by_its_entry_not_by_its_order_in_the_plan() -> None:
    world = mixed()
    context = world.context()
    home = context.clients_by_name["home"]
    assert home.position == 1
    assert str(context.client_where(home, "vpc")) == world.place("clients", 1, "vpc")
    assert str(context.node_where(home.node, "region")) == world.place("clients", 1, "region")
    assert str(context.node_where(context.plan.service)) == world.place("network", "service-vpc")


def test_prefixes_by_leg() -> None:
    world = World()
    prefixes = world.context().prefixes
    assert [str(prefix) for prefix in prefixes[LegId.REGISTRY]] == ["10.0.0.0/16"]
    assert [str(prefix) for prefix in prefixes[LegId.AUTH]] == ["100.103.9.188/32"]
    assert [str(prefix) for prefix in prefixes[LegId.OSS]] == list(HANGZHOU_OSS)
    world.unlink()
    waiting = world.context().prefixes
    assert (waiting[LegId.REGISTRY], waiting[LegId.AUTH]) == ((), ())
    assert len(waiting[LegId.OSS]) == 4


def test_created_routes_and_their_tables() -> None:
    context = World().context()
    assert len(context.created) == 12
    tables = context.created_destinations[IPv4Network("100.118.28.0/24")]
    assert [table.owner for table in tables] == ["acree-dev-cn-hangzhou", "vpc-uf6demo"]


def test_tables_in_which_traffic_of_other_regions_arrives() -> None:
    context = mixed().context()
    ((table, connections),) = context.arriving_tables.items()
    assert (table.region, connections) == ("cn-hangzhou", ("peer-cn-shanghai",))
    assert (table, IPv4Network("100.118.28.0/24")) in context.to_service
    assert (table, IPv4Network("172.16.0.0/16")) not in context.to_service


def test_published_ranges_of_this_and_other_regions() -> None:
    world = World()
    context = world.context()
    assert [str(prefix) for prefix in context.published_here] == list(HANGZHOU_OSS)
    assert context.historic_here == ()
    others = dict(context.published_elsewhere)
    assert "cn-shanghai" in others
    assert "cn-hangzhou" not in others
    assert "ap-south-1" not in others
    world.move("ap-south-1")
    closed = world.context()
    assert closed.published_here == ()
    assert closed.historic_here == published_ranges().regions["ap-south-1"].ranges


def test_legs_are_placed_where_they_are_declared() -> None:
    world = World()
    assert str(world.context().leg_where(LegId.OSS)) == world.place("registry")
    world.declare_ranges(*HANGZHOU_OSS)
    assert str(world.context().leg_where(LegId.OSS)) == world.place("legs", "oss")
    assert str(world.context().leg_where(LegId.AUTH)) == world.place("registry")
    world.stack["legs"]["auth"] = {"addresses": ["100.103.9.188"]}
    assert str(world.context().leg_where(LegId.AUTH)) == world.place("legs", "auth")


def test_routers_while_waiting_are_those_that_will_be_used() -> None:
    world = World()
    world.unlink()
    world.add_router("tr-bp1", "cn-hangzhou")
    world.add_router("tr-uf6", "cn-shanghai")
    world.add_router("tr-2ze", "cn-beijing")
    world.stack["network"]["transit-routers"] = {"cn-shanghai": "tr-uf6"}
    assert [router.id for router in world.context().routers] == ["tr-bp1", "tr-uf6"]


def test_an_unwritten_key_is_placed_at_its_parent() -> None:
    world = World()
    assert isinstance(world.context().router_where("cn-shanghai"), Where)
    assert str(world.context().router_where("cn-shanghai")) == world.place("network")


def test_indexes_are_made_once() -> None:
    context = World().context()
    assert context.created is context.created
    assert context.clients is context.clients
