"""Names and ids that would meet in a plan."""

from __future__ import annotations

import pytest

from tests.infra.topology.texts import WORKED, added, changed, problems

LINE = "kind: express-connect, vbr: vbr-{}"


def sites(**ways: str) -> str:
    """The worked example with sites of these names, from line 16 on; a site has four lines and one way."""
    lines = []
    for number, (name, way) in enumerate(ways.items(), 1):
        lines += [f"- name: {name.replace('_', '-')}", f"  cidrs: [10.9{number}.0.0/16]", "  via:", f"    - {{{way}}}"]
    return added("acree:sites:\n" + "\n".join(f"  {line}" for line in lines))


def test_names_of_ways_that_meet_are_refused_at_their_lines() -> None:
    one, two = f"name: c, {LINE.format(1)}", f"name: b-c, {LINE.format(2)}"
    (problem,) = problems(sites(a_b=one, a=two))
    assert problem == (
        "23: sites[1].via[0]: its parts would be named 'a-b-c' like those of sites[0].via[0], first on line 19; "
        "give the way a `name` with which they differ"
    )
    assert problems(sites(a_b=one, a=two.replace("b-c", "c"))) == []


def test_a_kind_stands_for_a_name_there_too() -> None:
    (problem,) = problems(sites(a_express=f"name: connect, {LINE.format(1)}", a=LINE.format(2)))
    assert "named 'a-express-connect' like those of sites[0].via[0]" in problem


def test_a_client_is_named_like_no_way() -> None:
    text = sites(shanghai_east=f"name: b, {LINE.format(1)}").replace("name: shanghai\n", "name: shanghai-east-b\n")
    (problem,) = problems(text)
    assert problem == (
        "19: sites[0].via[0]: its parts would be named 'shanghai-east-b' like those of clients[0], first on line 11; "
        "give the way a `name` with which they differ"
    )
    peered = text.replace("vpc: vpc-uf6demo", "vpc: vpc-uf6demo\n      via: vpc-peering")
    assert problems(peered) == []


def test_two_ways_of_one_site_are_spoken_of_once() -> None:
    text = sites(a=f"{LINE.format(1)}}}\n      - {{{LINE.format(2)}")
    (problem,) = problems(text)
    assert "give each way of a site its own `name`" in problem


def test_the_service_vpc_has_its_name_alone() -> None:
    expected = "'service' is the name of the service VPC in a plan; give it another name"
    assert problems(changed("name: shanghai", "name: service")) == [f"11: clients[0].name: {expected}"]
    assert problems(sites(service=LINE.format(1))) == [f"16: sites[0].name: {expected}"]


@pytest.mark.parametrize(
    ("key", "way"),
    [
        ("vbr", "kind: express-connect, vbr: vbr-1"),
        ("router", "kind: express-connect-router, vbr: vbr-{}, router: ecr-1"),
        ("connection", "kind: transit-vpn, connection: vco-1, tunnels: [{{device: 203.0.113.{}}}]"),
        ("attachment", "kind: express-connect, vbr: vbr-{}, attachment: tr-attach-1"),
    ],
)
def test_what_exists_belongs_to_one_way(key: str, way: str) -> None:
    (problem,) = problems(sites(a=way.format(1), b=way.format(2)))
    assert problem.startswith(f"23: sites[1].via[0].{key}: ")
    assert problem.endswith(
        "is that of sites[0].via[0] already, first on line 19; write one way that serves both, or another part"
    )


def test_new_parts_are_made_for_each_way() -> None:
    line = (
        "kind: express-connect-router, physical-connection: pc-1, router: create, vbr: create, inside: 10.255.{}.0/30"
    )
    assert problems(sites(a=line.format(1), b=line.format(2))) == []


def test_a_gateway_may_serve_several_ways() -> None:
    way = "kind: vpn-gateway, gateway: vpn-1, tunnels: [{{device: 203.0.113.{}}}]"
    assert problems(sites(a=way.format(1), b=way.format(2))) == []


def test_values_of_a_wrong_kind_are_the_models_business() -> None:
    text = WORKED + "  acree:sites:\n    - name: 7\n      cidrs: [10.9.0.0/16]\n      via: [{kind: 3, vbr: [vbr-1]}]\n"
    assert all("would be named" not in problem and "already" not in problem for problem in problems(text))
    assert problems(text)
