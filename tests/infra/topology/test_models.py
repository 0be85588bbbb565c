"""What the models of a stack file take, what they fill in, and what they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from acree_infra.topology.client import Client
from acree_infra.topology.described import descriptions
from acree_infra.topology.fields import fields_of, is_model
from acree_infra.topology.model import Topology
from acree_infra.topology.network import AttachedVpc, Bandwidth, Network, TransitRouter
from acree_infra.topology.options import Dns, RouteOverride
from acree_infra.topology.registry import Registry
from acree_infra.topology.values import Model
from tests.infra.samples import stack_data

CLIENT = {"name": "a", "region": "cn-shanghai", "vpc": "vpc-1"}
OVERRIDE = {"region": "cn-shanghai", "destination": "10.0.0.0/8", "reason": "moved to another line"}


def models(model: type[Model] = Topology) -> Iterator[type[Model]]:
    """A model and all models that it holds."""
    yield model
    for field in fields_of(model).values():
        for kind in (field.annotation, *get_args(field.annotation)):
            if is_model(kind):
                yield from models(kind)


@pytest.mark.parametrize("model", set(models()), ids=lambda model: str(model.__name__))
class TestEveryModel:
    def test_describes_itself_and_each_key(self, model: type[Model]) -> None:
        assert model.__doc__
        told = descriptions(model)
        for name in fields_of(model):
            assert told.get(name, "").rstrip().endswith((".", ")")), name

    def test_spells_its_keys_with_hyphens(self, model: type[Model]) -> None:
        assert all(name == name.lower() and "_" not in name for name in fields_of(model))

    def test_refuses_unknown_keys_and_cannot_be_changed(self, model: type[Model]) -> None:
        assert model.model_config["extra"] == "forbid"
        assert model.model_config["frozen"] is True


class TestShorthand:
    def test_of_a_vpc(self) -> None:
        short = Network.model_validate({"cen": "create", "service-vpc": "vpc-1"})
        assert short.service_vpc == AttachedVpc(id="vpc-1")
        assert short == Network.model_validate({"cen": "create", "service-vpc": {"id": "vpc-1"}})

    def test_of_a_transit_router(self) -> None:
        assert TransitRouter.model_validate("create") == TransitRouter(id="create")
        assert TransitRouter.model_validate({}) == TransitRouter(id=None)

    def test_of_dns(self) -> None:
        assert Dns.model_validate("hosts") == Dns(mode="hosts")

    @pytest.mark.parametrize("value", [True, 1.5, None, ["hosts"]])
    def test_is_text_only(self, value: object) -> None:
        with pytest.raises(ValidationError):
            Dns.model_validate(value)


class TestDefaults:
    def test_of_a_stack(self) -> None:
        topology = Topology.model_validate(stack_data())
        options = topology.options
        assert (options.auto_advertise, options.static_without_advertise, options.aggregate) == (True, True, False)
        assert (options.grace_days, options.quotas.vpc_routes, options.quotas.transit_router_routes) == (7, 200, None)
        assert (topology.dns.mode, topology.registry.link, topology.registry.module) == (
            "private-zone",
            "existing",
            "Registry",
        )
        assert topology.network.transit_routers == {}
        assert topology.rules == {}

    def test_of_a_client(self) -> None:
        client = Client.model_validate(CLIENT)
        assert (client.via, client.attachment, client.cidrs, client.vswitches) == ("transit-router", None, (), ())

    def test_nothing_is_the_same_as_absent_where_a_key_may_be_absent(self) -> None:
        assert Client.model_validate({**CLIENT, "attachment": None}) == Client.model_validate(CLIENT)

    def test_lists_keep_their_order(self) -> None:
        cidrs = ["172.16.0.0/16", "10.0.0.0/8"]
        assert Client.model_validate({**CLIENT, "cidrs": cidrs}).cidrs == tuple(map(IPv4Network, cidrs))


class TestKeysThatGoTogether:
    @pytest.mark.parametrize("given", [{"instance": "cri-1"}, {"name": "acr"}, {"instance": "cri-1", "name": "acr"}])
    def test_instance_or_name(self, given: dict[str, str]) -> None:
        assert Registry.model_validate({"region": "cn-hangzhou", **given}).instance == given.get("instance")

    def test_neither_instance_nor_name(self) -> None:
        with pytest.raises(ValidationError, match=r"expected `instance` \(cri-…\) or `name`, found neither"):
            Registry.model_validate({"region": "cn-hangzhou"})

    @pytest.mark.parametrize(
        ("given", "fits"),
        [
            ({}, True),
            ({"type": "data-transfer"}, True),
            ({"type": "package", "package": "cenbwp-1"}, True),
            ({"type": "package"}, False),
            ({"package": "cenbwp-1"}, False),
            ({"type": "data-transfer", "package": "cenbwp-1"}, False),
        ],
    )
    def test_a_package_goes_with_its_type(self, given: dict[str, str], *, fits: bool) -> None:
        if fits:
            assert Bandwidth.model_validate({"mbps": 100, **given}).mbps == 100
        else:
            with pytest.raises(ValidationError, match="exactly when `type: package`"):
                Bandwidth.model_validate({"mbps": 100, **given})

    @pytest.mark.parametrize(
        ("given", "fits"),
        [
            ({"omit": True}, True),
            ({"next-hop": "tr-attach-1"}, True),
            ({"next-hop": "tr-attach-1", "omit": False}, True),
            ({}, False),
            ({"omit": False}, False),
            ({"omit": True, "next-hop": "tr-attach-1"}, False),
        ],
    )
    def test_an_override_changes_one_thing(self, given: dict[str, Any], *, fits: bool) -> None:
        if fits:
            assert RouteOverride.model_validate(OVERRIDE | given).reason == OVERRIDE["reason"]
        else:
            with pytest.raises(
                ValidationError, match="expected exactly one of `omit: true` and `next-hop: tr-attach-…`"
            ):
                RouteOverride.model_validate(OVERRIDE | given)
