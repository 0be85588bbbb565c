"""What keys must say together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acree_infra.topology.all_checks import CHECKS, faults_together
from acree_infra.topology.written import Written
from tests.infra.samples import stack_data
from tests.infra.topology.texts import WORKED, added, changed, client, problems

SECOND = "name: b\nregion: cn-beijing\nvpc: vpc-2\n"
OWN = "name: b\nregion: cn-hangzhou\nvpc: vpc-2\n"


def routers(lines: str, cen: str = "cen-1") -> str:
    """The worked example with transit routers from line 9."""
    return changed("    cen: create\n", f"    cen: {cen}\n    transit-routers:\n{lines}")


class TestRepeated:
    def test_client_names(self) -> None:
        assert problems(client(SECOND.replace("name: b", "name: shanghai"))) == [
            "15: clients[1].name: 'shanghai' is there already, first on line 11; give each client its own name"
        ]

    def test_client_vpcs(self) -> None:
        assert problems(client(SECOND.replace("vpc-2", "vpc-uf6demo"))) == [
            (
                "17: clients[1].vpc: 'vpc-uf6demo' is there already, first on line 13; "
                "write one client with everything about this VPC"
            )
        ]

    @pytest.mark.parametrize("service", ["vpc-bp1demo", "{id: vpc-bp1demo}"])
    def test_the_service_vpc_as_client(self, service: str) -> None:
        text = client(SECOND.replace("vpc-2", "vpc-bp1demo")).replace("vpc: vpc-bp1demo", f"vpc: {service}", 1)
        assert problems(text) == [
            (
                "17: clients[1].vpc: 'vpc-bp1demo' is the service VPC, first on line 8; "
                "leave this client out: the service VPC reaches the registry by itself"
            )
        ]

    @pytest.mark.parametrize(
        ("text", "key", "value"),
        [
            ("acree:options: {resolvers: [10.0.0.1, 10.0.0.2, 10.0.0.1]}", "options.resolvers[2]", "10.0.0.1"),
            ("acree:legs: {oss: {ranges: [10.0.0.0/8, 10.0.0.0/8]}}", "legs.oss.ranges[1]", "10.0.0.0/8"),
            ("acree:legs: {oss: {hosts: [a.example, A.Example.]}}", "legs.oss.hosts[1]", "A.Example."),
            ("acree:legs: {auth: {addresses: [10.0.0.1, 10.0.0.1]}}", "legs.auth.addresses[1]", "10.0.0.1"),
        ],
    )
    def test_items_of_a_list(self, text: str, key: str, value: str) -> None:
        assert problems(added(text)) == [f"15: {key}: {value!r} is there already, first on line 15; remove one of them"]

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("cidrs", "172.16.0.0/16"),
            ("vswitches", "vsw-uf6m"),
            ("route-tables", "vtb-uf6main"),
            ("other-cidrs", "10.0.0.0/8"),
        ],
    )
    def test_items_of_a_clients_lists(self, key: str, value: str) -> None:
        text = client(f"{SECOND}{key}:\n  - {value}\n  - {value}\n")
        assert problems(text) == [
            f"20: clients[1].{key}[1]: {value!r} is there already, first on line 19; remove one of them"
        ]

    def test_the_same_item_in_two_lists_is_allowed(self) -> None:
        assert problems(client(f"{SECOND}pod-cidrs: [10.244.0.0/16]")) == []

    def test_overrides_of_one_route(self) -> None:
        override = "- {region: cn-shanghai, destination: 10.0.0.0/8, omit: true, reason: moved to another line}\n"
        other = override.replace("omit", "table: vtb-1, omit")
        text = added(f"acree:routes:\n{override}{other}{override}")
        assert problems(text) == [
            "18: routes[2]: the route to '10.0.0.0/8' is overridden already, first on line 16; keep one of them"
        ]

    def test_overrides_without_a_destination_are_only_incomplete(self) -> None:
        override = "- {region: cn-shanghai, omit: true, reason: moved to another line}\n"
        assert all(
            "missing key 'destination'" in one for one in problems(added(f"acree:routes:\n{override}{override}"))
        )


class TestLink:
    def test_in_the_registrys_region(self) -> None:
        assert problems(client(f"{OWN}via: link\nlink-vswitch: vsw-1")) == []

    def test_in_another_region(self) -> None:
        assert problems(client(f"{SECOND}via: link")) == [
            (
                "18: clients[1].via: expected `transit-router` for a VPC in 'cn-beijing', found `link`; "
                "the instance is in 'cn-hangzhou' and links VPCs of its own region only; leave the key out"
            )
        ]

    def test_a_region_that_is_missing_says_nothing(self) -> None:
        (problem,) = problems(client("name: b\nvpc: vpc-2\nvia: link"))
        assert "missing key 'region'" in problem

    def test_a_link_vswitch_without_a_link(self) -> None:
        assert problems(client(f"{SECOND}link-vswitch: vsw-1")) == [
            "18: clients[1].link-vswitch: it is used only with `via: link`; remove it, or change `via`"
        ]

    @pytest.mark.parametrize("key", ["attachment: tr-attach-1", "vswitches: [vsw-1]"])
    def test_a_link_with_keys_of_an_attachment(self, key: str) -> None:
        name = key.partition(":")[0]
        assert problems(client(f"{OWN}via: link\n{key}")) == [
            f"19: clients[1].{name}: it is used only without `via: link`; remove it, or change `via`"
        ]


class TestTransitRouters:
    def test_of_regions_in_use(self) -> None:
        assert problems(routers("      cn-hangzhou: tr-1\n      cn-shanghai: {id: tr-2, bandwidth: {mbps: 5}}\n")) == []

    def test_of_a_region_that_nobody_is_in(self) -> None:
        assert problems(routers("      cn-shangai: tr-1\n      us-east-1: create\n")) == [
            (
                "9: network.transit-routers.cn-shangai: expected a region of the registry or of a client, "
                "found 'cn-shangai'; did you mean 'cn-shanghai'?"
            ),
            (
                "10: network.transit-routers.us-east-1: expected a region of the registry or of a client, "
                "found 'us-east-1'; used: cn-hangzhou, cn-shanghai"
            ),
        ]

    def test_nothing_is_said_while_a_region_is_missing(self) -> None:
        (problem,) = problems(routers("      cn-shangai: tr-1\n").replace("      region: cn-shanghai\n", ""))
        assert "missing key 'region' in clients[0]" in problem

    @pytest.mark.parametrize("key", ["bandwidth: {mbps: 5}", "peer-attachment: tr-attach-1"])
    def test_of_the_own_region_have_no_peer(self, key: str) -> None:
        name = f"network.transit-routers.cn-hangzhou.{key.partition(':')[0]}"
        assert problems(routers(f"      cn-hangzhou:\n        {key}\n")) == [
            (
                f"10: {name}: expected this key at another region's transit router; "
                "cn-hangzhou is the registry's own region and has no connection to itself"
            )
        ]

    @pytest.mark.parametrize("router", ["tr-1", "{id: tr-1}"])
    def test_of_a_new_cen_are_new(self, router: str) -> None:
        assert problems(routers(f"      cn-hangzhou: {router}\n", "create")) == [
            (
                "9: network.transit-routers.cn-hangzhou: 'tr-1' exists, but `network.cen: create` makes a new CEN; "
                "write the id of the router's CEN as `network.cen`"
            )
        ]

    @pytest.mark.parametrize("router", ["create", "{id: create}", "{table: vtb-1}", "{}"])
    def test_of_a_new_cen_that_are_new(self, router: str) -> None:
        assert problems(routers(f"      cn-hangzhou: {router}\n", "create")) == []


class TestZone:
    @pytest.mark.parametrize("mode", ["hosts", "none"])
    def test_without_a_private_zone(self, mode: str) -> None:
        assert problems(added(f"acree:dns:\n  mode: {mode}\n  zone: a.example")) == [
            f"17: dns.zone: it is used only with `mode: private-zone`, found {mode!r}; remove it"
        ]

    @pytest.mark.parametrize("dns", ["{zone: a.example}", "{mode: private-zone, zone: a.example}", "{mode: hosts}"])
    def test_that_fits(self, dns: str) -> None:
        assert problems(added(f"acree:dns: {dns}")) == []


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["create", "link", "hosts", "vpc-1", "cn-hangzhou", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["registry", "network", "clients", "region", "vpc", "via", "id", "transit-routers", "cen", "dns"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def test_there_are_as_many_checks_as_names() -> None:
    assert len({one.__name__ for one in CHECKS}) == len(CHECKS) == 27
    assert all(one.__doc__ for one in CHECKS)


def test_the_worked_example_passes() -> None:
    assert problems(WORKED) == []


@given(ODD, st.sampled_from([("registry",), ("network",), ("clients",), ("network", "transit-routers"), ("dns",)]))
@settings(max_examples=200)
def test_values_of_the_wrong_kind_are_passed_over(value: object, key: tuple[str, ...]) -> None:
    """The models refuse them; a check must not stumble."""
    data = stack_data()
    here = data
    for part in key[:-1]:
        here = here[part]
    here[key[-1]] = value
    assert all(fault.message for fault in faults_together(Written(data, {})))
