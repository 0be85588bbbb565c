"""G34: route synchronisation excludes routes of an Express Connect Router."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import EXPRESS_ROUTER
from tests.infra.rules.world import World


def world(way: dict[str, object], *, synchronise: bool = True) -> World:
    made = World()
    made.add_site(way)
    made.stack["options"] = {"vpc-route-synchronisation": synchronise}
    return made


def test_both_on_one_vpc_are_refused() -> None:
    made = world({**EXPRESS_ROUTER, "to": "vpc"})
    finding = made.only("G34")
    assert finding.severity is Severity.REFUSE
    assert (
        "joins an Express Connect Router to vpc-bp1demo, whose attachment att-service synchronises" in finding.message
    )
    assert finding.where == made.place("sites", 0, "via", 0, "to")


def test_each_alone_is_fine() -> None:
    assert world({**EXPRESS_ROUTER, "to": "vpc"}, synchronise=False).findings("G34") == []
    assert world(dict(EXPRESS_ROUTER)).findings("G34") == []


def test_a_second_one_on_the_vpc_is_refused() -> None:
    made = world({**EXPRESS_ROUTER, "to": "vpc"}, synchronise=False)
    made.add_site({**EXPRESS_ROUTER, "to": "vpc"}, name="yokohama", cidrs=["10.200.0.0/16"])
    made.add_site(dict(EXPRESS_ROUTER), name="kyoto", cidrs=["10.201.0.0/16"])
    finding = made.only("G34")
    assert finding.message == (
        "way yokohama-express-connect-router joins an Express Connect Router to vpc-bp1demo, which way "
        "tokyo-express-connect-router does already: a VPC takes dynamic routes from one source"
    )
    assert finding.where == made.place("sites", 1, "via", 0, "to")


def test_without_an_attachment_nothing_synchronises() -> None:
    made = world({**EXPRESS_ROUTER, "to": "vpc"})
    made.stack["clients"] = []
    assert made.findings("G34") == []
