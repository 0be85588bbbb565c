from acree_sandbox.network.draft import Draft
from acree_sandbox.network.values import Address, End, Link, Namespace, Route, Rule


def test_what_is_collected_is_frozen() -> None:
    draft = Draft()
    assert draft.namespace("a", "vpc", "vpc-1", forwards=True) == "a"
    draft.namespace("b", "host", "i-1")
    draft.link(End("b", "eth0"), End("a", "m-1"))
    draft.address("b", "eth0", "10.0.0.1")
    draft.route("a", 100, "10.0.0.1/32", "m-1")
    draft.rule("a", Rule(10, 100))
    draft.marking("a", "text")
    plan = draft.finish()
    assert plan.namespaces == {
        "a": Namespace(
            "a",
            "vpc",
            "vpc-1",
            forwards=True,
            rules=frozenset({Rule(10, 100)}),
            routes=frozenset({Route(100, "10.0.0.1/32", "m-1")}),
            marking="text",
        ),
        "b": Namespace("b", "host", "i-1", addresses=frozenset({Address("eth0", "10.0.0.1")})),
    }
    assert plan.links == {Link(End("a", "m-1"), End("b", "eth0"))}


def test_a_link_seen_from_both_ends_is_one() -> None:
    draft = Draft()
    for name in ("a", "b"):
        draft.namespace(name, "transit-router", name)
    draft.link(End("a", "x"), End("b", "x"))
    draft.link(End("b", "x"), End("a", "x"))
    assert len(draft.finish().links) == 1


def test_a_link_to_nowhere_is_left_out() -> None:
    draft = Draft()
    draft.namespace("a", "host", "i-1")
    draft.link(End("a", "eth0"), End("nowhere", "m-1"))
    assert draft.finish().links == frozenset()


def test_of_one_destination_the_first_route_counts() -> None:
    draft = Draft()
    draft.namespace("a", "vpc", "vpc-1")
    draft.route("a", 1, "10.0.0.0/24", "x")
    draft.route("a", 1, "10.0.0.0/24", "y")
    draft.route("a", 2, "10.0.0.0/24", "y")
    assert draft.finish().namespaces["a"].routes == {Route(1, "10.0.0.0/24", "x"), Route(2, "10.0.0.0/24", "y")}
