from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from acree_infra.reports.graph import Edge, Graph, Mark, Node, Shape
from acree_infra.reports.graph_rows import diff_graph, plan_graph
from acree_infra.routing.nouns import LegId
from tests.infra.reports.cases import CASES, dev, same_region, unlinked
from tests.infra.reports.reviews import REVIEWS, client_gone, hops_changed, new_client, new_range, nothing

ALL = (LegId.REGISTRY, LegId.AUTH, LegId.OSS)


def graphs() -> dict[str, Graph]:
    plans = {f"plan {name}": plan_graph(case().plan) for name, case in CASES.items()}
    return plans | {f"diff {name}": diff_graph(review()) for name, review in REVIEWS.items()}


GRAPHS = graphs()


def named(graph: Graph, *words: str) -> int:
    """The place of the only node that has all of some lines."""
    (place,) = [place for place, node in enumerate(graph.nodes) if set(words) <= set(node.lines)]
    return place


def between(graph: Graph, start: int, end: int) -> list[Edge]:
    return [edge for edge in graph.edges if (edge.start, edge.end) == (start, end)]


@pytest.mark.parametrize("name", GRAPHS)
def test_arrows_join_nodes_that_exist_and_all_is_sorted(name: str) -> None:
    graph = GRAPHS[name]
    assert all(0 <= end < len(graph.nodes) for edge in graph.edges for end in (edge.start, edge.end))
    used = {end for edge in graph.edges for end in (edge.start, edge.end)}
    assert used == set(range(len(graph.nodes)))
    regions = [region for region, _ in graph.regions()]
    assert regions == sorted(set(regions), key=lambda region: (not region, region == "cn-hangzhou", region))
    assert [edge.answers for edge in graph.edges] == sorted(edge.answers for edge in graph.edges)


@pytest.mark.parametrize("name", GRAPHS)
def test_every_leg_ends_at_its_service(name: str) -> None:
    graph = GRAPHS[name]
    legs = {place for place, node in enumerate(graph.nodes) if node.shape is Shape.LEG}
    assert len(legs) in {0, len(ALL)}
    assert not any(edge.start in legs for edge in graph.edges)
    assert all(len(edge.legs) == 1 for edge in graph.edges if edge.end in legs)


@pytest.mark.parametrize("name", CASES)
def test_each_row_that_a_leg_uses_is_counted(name: str) -> None:
    plan = CASES[name]().plan
    counted: Counter[LegId] = Counter()
    for edge in plan_graph(plan).edges:
        for leg in edge.legs:
            counted[leg] += sum(number for _, number in edge.marks)
    assert counted == Counter(leg for row in plan.routes for leg in row.legs)


class TestPlan:
    def test_a_leg_goes_from_table_to_table(self) -> None:
        graph = plan_graph(dev().plan)
        client, near = named(graph, "VPC shanghai"), named(graph, "acree-dev-cn-shanghai")
        far, service = named(graph, "acree-dev-cn-hangzhou"), named(graph, "VPC service")
        oss = named(graph, "oss")
        way = [(client, near), (near, far), (far, service), (service, oss)]
        found = [[edge for edge in between(graph, *pair) if edge.legs == (LegId.OSS,)] for pair in way]
        assert [[edge.hop for edge in edges] for edges in found] == [
            ["att-shanghai"],
            ["peer-cn-shanghai"],
            ["att-service"],
            ["cn-hangzhou"],
        ]
        assert found[0][0].lines(compares=False) == ("oss → att-shanghai", "4 routes")
        assert found[3][0].lines(compares=False) == ("oss → cn-hangzhou", "100.64.0.0/10")

    def test_the_answers_of_all_legs_are_one_arrow(self) -> None:
        graph = plan_graph(dev().plan)
        back = [edge for edge in graph.edges if edge.answers]
        assert [edge.legs for edge in back] == [ALL] * 3
        assert [edge.lines(compares=False)[0].partition(" → ")[0] for edge in back] == [
            "registry, auth, oss: answers"
        ] * 3
        assert {edge.hop for edge in back} == {"att-service", "peer-cn-shanghai", "att-shanghai"}

    def test_a_client_beside_the_registry_asks_the_cloud_services_itself(self) -> None:
        graph = plan_graph(same_region().plan)
        client = named(graph, "VPC build")
        assert [edge.legs for edge in between(graph, client, named(graph, "auth"))] == [(LegId.AUTH,)]

    def test_a_plan_that_waits_has_nothing_to_draw(self) -> None:
        graph = plan_graph(unlinked().plan)
        assert (graph.nodes, graph.edges) == ((), ())

    def test_an_attachment_that_leads_nowhere_is_an_end_of_its_own(self) -> None:
        plan = replace(dev().plan, associations=())
        ends = {node.lines for node in plan_graph(plan).nodes if node.shape is Shape.OTHER}
        assert ("attachment att-shanghai",) in ends


class TestDiff:
    def test_what_changes_is_counted_by_mark(self) -> None:
        graph = diff_graph(new_range())
        marked = [edge for edge in graph.edges if edge.mark is not Mark.KEPT]
        assert [edge.marks for edge in marked] == [((Mark.KEPT, 4), (Mark.ADDED, 1))] * 3
        assert marked[0].mark is Mark.CHANGED
        assert marked[0].lines(compares=True)[1] == "4 kept, 1 added"

    def test_a_client_that_comes_or_goes_marks_its_tables(self) -> None:
        for review, mark in ((new_client(), Mark.ADDED), (client_gone(), Mark.REMOVED)):
            graph = diff_graph(review)
            assert graph.nodes[named(graph, "VPC osaka")].mark is mark
            assert graph.nodes[named(graph, "acree-dev-ap-northeast-1")].mark is mark
            assert graph.nodes[named(graph, "VPC shanghai")].mark is Mark.KEPT
            own = [edge for edge in graph.edges if edge.start == named(graph, "VPC osaka")]
            assert {edge.mark for edge in own} == {mark}
            assert any(not edge.legs for edge in own), "rows that no leg uses change too"

    def test_a_changed_hop_leaves_one_arrow_and_takes_another(self) -> None:
        graph = diff_graph(hops_changed())
        client = named(graph, "VPC shanghai")
        away = between(graph, client, named(graph, "acree-dev-cn-shanghai"))
        there = between(graph, client, named(graph, "foreign vpn"))
        assert {edge.mark for edge in away} == {Mark.MOVED_AWAY}
        assert {edge.mark for edge in there} == {Mark.CHANGED}
        assert [edge.legs for edge in away] == [edge.legs for edge in there] == [(leg,) for leg in ALL]

    def test_nothing_that_changes_is_all_kept(self) -> None:
        graph = diff_graph(nothing())
        assert {edge.mark for edge in graph.edges} == {Mark.KEPT}
        assert graph.compares
        assert [edge.legs for edge in graph.edges] == [edge.legs for edge in plan_graph(dev().plan).edges]


def test_a_single_row_says_its_prefix_and_what_becomes_of_it() -> None:
    edge = Edge(0, 1, (LegId.AUTH,), answers=False, hop="att", marks=((Mark.ADDED, 1),), only="192.0.2.0/24")
    assert edge.lines(compares=True) == ("auth → att", "192.0.2.0/24: added")
    assert edge.lines(compares=False) == ("auth → att", "192.0.2.0/24")
    nobody = replace(edge, legs=(), marks=((Mark.KEPT, 1), (Mark.REMOVED, 2)), only="")
    assert nobody.lines(compares=True) == ("no leg → att", "1 kept, 2 removed")


def test_regions_keep_the_places_of_their_nodes() -> None:
    nodes = tuple(Node(region, Shape.VPC, (name,)) for region, name in (("a", "1"), ("b", "2"), ("b", "3"), ("", "4")))
    graph = Graph("", compares=False, nodes=nodes, edges=())
    assert [(region, [place for place, _ in found]) for region, found in graph.regions()] == [
        ("a", [0]),
        ("b", [1, 2]),
        ("", [3]),
    ]
