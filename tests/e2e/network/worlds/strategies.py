"""Random worlds: who is where, what exists already, what others have put into the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network

from hypothesis import strategies as st

from tests.e2e.network.worlds.addresses import AUTH, AWAY, BLOCKS, HOME, STORAGE, member, vswitch_range
from tests.e2e.network.worlds.existing import Existing, existing
from tests.e2e.network.worlds.foreign import foreign_routes
from tests.e2e.network.worlds.given import Data, Given

REGISTRY_PLACE = 20
HOST_PLACE = 10


@dataclass
class Site:
    """A VPC and how the stack file names it.

    Attributes:
        vpc: the VPC of the world file.
        declared: what the stack file says of it.
        blocks: its ranges.
    """

    vpc: Data
    declared: Data
    blocks: list[str]
    hosts: list[Data] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Short name."""
        return str(self.vpc["id"]).removeprefix("vpc-")


@st.composite
def sites(draw: st.DrawFn, name: str, region: str, zones: str, blocks: list[str]) -> Site:
    """A VPC with up to three vSwitches, at least one in each zone, on one to three tables, a host in each."""
    places = draw(st.integers(len(zones), 3))
    tables = [f"vtb-{name}", *(f"vtb-{name}{n}" for n in range(draw(st.integers(0, 2))))]
    vswitches: list[Data] = []
    bound: dict[str, list[str]] = {table: [] for table in tables}
    for place in range(places):
        block = blocks[min(place, len(blocks) - 1)]
        zone = f"{region}-{zones[place] if place < len(zones) else draw(st.sampled_from(zones))}"
        vswitches.append({"id": f"vsw-{name}{place}", "zone": zone, "cidr": vswitch_range(block, place)})
        bound[draw(st.sampled_from(tables))].append(f"vsw-{name}{place}")
    vpc: Data = {
        "id": f"vpc-{name}",
        "region": region,
        "cidr": blocks[0],
        "secondary-cidrs": blocks[1:],
        "vswitches": vswitches,
        "route-tables": [{"id": table, "vswitches": bound[table], "routes": []} for table in tables],
    }
    declared: Data = {"vpc": vpc["id"]}
    if draw(st.integers(0, 5)) == 0:
        declared["route-tables"] = sorted(draw(st.sets(st.sampled_from(tables), min_size=1)))
    if draw(st.integers(0, 3)) == 0:
        chosen = {vswitch["zone"]: vswitch["id"] for vswitch in vswitches}
        declared["vswitches"] = sorted(chosen.values())
    hosts = [
        {"id": f"i-{name}{place}", "vswitch": vswitch["id"], "address": member(vswitch["cidr"], HOST_PLACE)}
        for place, vswitch in enumerate(vswitches)
    ]
    return Site(vpc, declared, blocks, hosts)


@st.composite
def worlds(draw: st.DrawFn) -> Given:
    """A registry, a service VPC, one to four clients in up to three regions, and what lies between them."""
    free = list(draw(st.permutations(BLOCKS)))
    regions = (HOME, *draw(st.lists(st.sampled_from(AWAY), min_size=1, max_size=2, unique=True)))
    zones = {region: draw(st.sampled_from(("a", "ab"))) for region in regions}
    home = draw(sites("svc", HOME, zones[HOME], _ranges(draw, free, [])))
    taken, clients, linked = list(home.blocks), [], []
    for number in range(draw(st.integers(1, 3))):
        region = draw(st.sampled_from(regions))
        itself = region == HOME and draw(st.integers(0, 3)) == 0
        blocks = [draw(st.sampled_from((free.pop(), *taken)))] if itself else _ranges(draw, free, taken)
        clients.append(draw(sites(f"c{number}", region, zones[region], blocks)))
        linked += clients[-1:] if itself else []
        taken += blocks
    door = draw(st.sampled_from(home.vpc["vswitches"]))
    registry = member(door["cidr"], REGISTRY_PLACE)
    auth = draw(st.lists(st.sampled_from(AUTH), min_size=1, max_size=2, unique=True))
    ranges = draw(st.lists(st.sampled_from(STORAGE), min_size=1, max_size=4, unique=True))
    # What others have attached is not looked up, so no linked client is: it may have the range of another VPC.
    between = draw(existing([home.vpc, *(client.vpc for client in clients if client not in linked)]))
    cuts = draw(foreign_routes(home, clients, between, (registry, auth, ranges)))
    storage = _storage(draw, ranges, cuts)
    links = [{"vswitch": door["id"], "address": registry}]
    links += [{"vswitch": its.vpc["vswitches"][0]["id"]} for its in linked]
    for site in (home, *clients):
        _declare_ranges(draw, site, registry, taken)
    world: Data = {
        "paces": {"*": 0},
        "regions": [
            {"id": region, "master-zones": [f"{region}-{zone}" for zone in names]} for region, names in zones.items()
        ],
        "vpcs": [home.vpc, *(client.vpc for client in clients)],
        "hosts": [host for site in (home, *clients) for host in site.hosts],
        "registries": [
            {
                "id": "cri-demo",
                "name": "acr-demo",
                "region": HOME,
                "links": links,
                "auth": {"host": f"dockerauth-vpc.{HOME}.aliyuncs.com", "addresses": auth},
                "oss-address": storage[0],
            }
        ],
        "cens": between.cens,
    }
    return Given(
        world,
        _stack(draw, (home, clients, linked), between, auth, ranges),
        storage=storage[1:],
        statics=between.statics,
        propagations=between.propagations,
        loose=between.loose,
        routes=sorted(draw(st.sets(st.integers(0, 60), max_size=draw(st.sampled_from((0, 0, 1, 3)))))),
        associations=sorted(draw(st.sets(st.integers(0, 9), max_size=draw(st.sampled_from((0, 0, 0, 1)))))),
        over_tls=draw(st.integers(0, 3)) == 3,
    )


def _ranges(draw: st.DrawFn, free: list[str], taken: list[str]) -> list[str]:
    """One range, sometimes a second one, which may be that of another VPC, a part of it, or more than it."""
    blocks, kind = [free.pop()], draw(st.sampled_from(("one", "one", "one", "two", "rival")))
    if kind == "two":
        blocks.append(free.pop())
    if kind == "rival" and taken:
        prefix = IPv4Network(draw(st.sampled_from(taken)))
        kinds = (prefix, prefix.supernet(new_prefix=12), next(prefix.subnets(new_prefix=20)))
        blocks.append(str(draw(st.sampled_from(kinds))))
    return blocks


def _declare_ranges(draw: st.DrawFn, site: Site, registry: str, taken: list[str]) -> None:
    """A range of another VPC needs no way, and sometimes only the first of two ranges is to have one."""
    needed = IPv4Network(site.blocks[-1]) if len(site.blocks) > 1 else None
    if needed is None or (site.name == "svc" and IPv4Address(registry) in needed):
        return
    others = [IPv4Network(block) for block in taken]
    others.remove(needed)
    if draw(st.integers(0, 3)) == 0 or any(needed.overlaps(other) for other in others):
        site.declared["cidrs"] = site.blocks[:1]


def _storage(draw: st.DrawFn, ranges: list[str], cuts: list[str]) -> list[str]:
    """An address in every range, and one inside of each foreign route that cuts one."""
    found = [member(prefix, draw(st.sampled_from((1, 9, -2)))) for prefix in ranges]
    inside = [IPv4Network(prefix) for prefix in ranges]
    parts = [cut for cut in map(IPv4Network, cuts) if any(cut.subnet_of(prefix) for prefix in inside)]
    found += [str(cut[1 if cut.num_addresses > 1 else 0]) for cut in parts]
    return list(dict.fromkeys(found))


def _stack(
    draw: st.DrawFn,
    who: tuple[Site, list[Site], list[Site]],
    between: Existing,
    auth: list[str],
    ranges: list[str],
) -> Data:
    home, clients, linked = who
    service = {("id" if key == "vpc" else key): value for key, value in home.declared.items()}
    network: Data = {
        "cen": between.cen,
        "service-vpc": service,
        "bandwidth": {"type": "data-transfer", "mbps": 100},
    }
    if between.choices:
        network["transit-routers"] = between.choices
    return {
        "registry": {"region": HOME, "instance": "cri-demo"},
        "network": network,
        "clients": [
            {"name": client.name, "region": client.vpc["region"], **client.declared}
            | ({"via": "link"} if client in linked else {})
            for client in clients
        ],
        "legs": {
            "auth": {"host": f"dockerauth-vpc.{HOME}.aliyuncs.com", "addresses": auth},
            "oss": {"ranges": ranges},
        },
        "options": {
            "auto-advertise": draw(st.booleans()),
            "aggregate": draw(st.booleans()),
            "vpc-route-synchronisation": draw(st.integers(0, 4)) == 0,
        },
    }
