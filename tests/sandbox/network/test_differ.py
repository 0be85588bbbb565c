"""Any plan can be reached from any other, and the commands are as few as they can be."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from acree_sandbox.network import commands
from acree_sandbox.network.differ import ROOT, Batch, difference
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.values import BLACK_HOLE, Address, End, NetworkPlan, Route, Rule
from tests.sandbox.network.kernel import Kernel

NAMES = ("a", "b", "c", "d")


@st.composite
def plans(draw: st.DrawFn) -> NetworkPlan:
    """Some of four namespaces, with links that compete for a few interface names."""
    draft = Draft()
    there = draw(st.sets(st.sampled_from(NAMES)))
    for name in sorted(there):
        draft.namespace(name, "vpc", name, forwards=name in "ab")
    used: dict[str, list[str]] = {name: [] for name in there}
    pairs = [(one, two) for one in NAMES for two in NAMES if one < two and {one, two} <= there]
    for one, two in draw(st.lists(st.sampled_from(pairs), max_size=4)) if pairs else []:
        ends = [End(name, draw(st.sampled_from(("e0", "e1", "e2")))) for name in (one, two)]
        if all(end.link not in used[end.namespace] for end in ends):
            draft.link(*ends)
            for end in ends:
                used[end.namespace].append(end.link)
    for name in sorted(there):
        links = ["lo", *used[name]]
        for link in draw(st.lists(st.sampled_from(links), max_size=3)):
            draft.address(name, link, draw(st.sampled_from(("10.0.0.1", "10.0.0.2"))))
        for link in draw(st.lists(st.sampled_from([BLACK_HOLE, *used[name]]), max_size=4)):
            draft.route(name, draw(st.sampled_from((5, 6))), draw(st.sampled_from(("10.0.0.0/8", "10.1.0.0/16"))), link)
        for link in draw(st.lists(st.sampled_from(["", *used[name]]), max_size=3)):
            draft.rule(name, Rule(draw(st.sampled_from((10, 20))), draw(st.sampled_from((0, 5, 6))), link))
        draft.marking(name, draw(st.sampled_from(("", "x", "y"))))
    return draft.finish()


def assert_holds(kernel: Kernel, plan: NetworkPlan) -> None:
    """What is in the kernel is what the plan says, no more and no less."""
    assert kernel.namespaces.keys() == plan.namespaces.keys()
    ends = {(end.namespace, end.link) for link in plan.links for end in (link.near, link.far)}
    loops = {(name, "lo") for name in plan.namespaces}
    assert set(kernel.peers) == ends | loops
    assert kernel.up == ends | loops
    for link in plan.links:
        near, far = ((end.namespace, end.link) for end in (link.near, link.far))
        assert kernel.peers[near] == far
    for name, its in plan.namespaces.items():
        assert kernel.forwards[name] == its.forwards
        assert kernel.addresses[name] == {f"{a.address}/32 {a.link}" for a in its.addresses}
        assert kernel.routes[name] == {(str(r.table), r.destination): r.link for r in its.routes}
        own = [] if its.forwards else ["32766", "32767"]
        assert sorted(kernel.rules[name]) == sorted(
            [*own, *(commands.rule("add", rule).removeprefix("rule add ") for rule in its.rules)]
        )
        assert kernel.marking.get(name, "") == its.marking


@settings(max_examples=400, deadline=None)
@given(st.lists(plans(), min_size=1, max_size=3))
def test_the_kernel_gets_from_any_plan_to_any_other(wanted: list[NetworkPlan]) -> None:
    kernel, before = Kernel(), NetworkPlan()
    for after in wanted:
        kernel.apply(difference(before, after))
        assert_holds(kernel, after)
        before = after
    kernel.apply(difference(before, NetworkPlan()))
    assert_holds(kernel, NetworkPlan())


@given(plans())
def test_nothing_is_said_when_nothing_changes(plan: NetworkPlan) -> None:
    assert difference(plan, plan) == ()


def two() -> NetworkPlan:
    draft = Draft()
    for name in ("a", "b"):
        draft.namespace(name, "vpc", name, forwards=True)
    draft.link(End("a", "x"), End("b", "y"))
    draft.route("a", 5, "10.0.0.0/8", "x")
    draft.rule("a", Rule(30, 5, "x"))
    draft.address("b", "lo", "10.0.0.1")
    return draft.finish()


def changed(plan: NetworkPlan, name: str, **fields: object) -> NetworkPlan:
    its = replace(plan.namespaces[name], **fields)  # type: ignore[arg-type]  # replace itself checks the names
    return NetworkPlan({**plan.namespaces, name: its}, plan.links)


def test_a_changed_route_is_one_command_in_one_namespace() -> None:
    after = changed(two(), "a", routes=frozenset({Route(5, "10.0.0.0/8", BLACK_HOLE)}))
    assert difference(two(), after) == (Batch("a", ("route replace blackhole 10.0.0.0/8 table 5",), forwards=True),)


def test_what_is_new_comes_before_what_goes() -> None:
    after = changed(
        two(),
        "a",
        routes=frozenset({Route(6, "10.0.0.0/8", "x")}),
        rules=frozenset({Rule(30, 6, "x")}),
        addresses=frozenset({Address("lo", "10.0.0.2")}),
    )
    (batch,) = difference(two(), after)
    assert batch.lines == (
        "address add 10.0.0.2/32 dev lo",
        "route replace 10.0.0.0/8 via 169.254.1.1 dev x onlink table 6",
        "rule add priority 30 iif x lookup 6",
        "rule del priority 30 iif x lookup 5",
        "route del 10.0.0.0/8 via 169.254.1.1 dev x onlink table 5",
    )


def test_a_link_goes_when_nothing_names_it_any_more() -> None:
    """Commands of several namespaces run side by side, and a link that is gone at one end is gone at the other."""
    after = NetworkPlan(
        {
            name: replace(its, routes=frozenset[Route](), rules=frozenset[Rule]())
            for name, its in two().namespaces.items()
        }
    )
    first, last = difference(two(), after)
    assert (first.namespace, first.waits) == ("a", False)
    assert first.lines[-1] == "route del 10.0.0.0/8 via 169.254.1.1 dev x onlink table 5"
    assert (last.lines, last.waits) == (("link del dev x",), True)


def test_names_in_the_outer_namespace_carry_the_mark_of_the_run() -> None:
    first = difference(NetworkPlan(), two(), "acree-1-")[0]
    assert first.namespace == ROOT
    assert first.lines[:2] == ("netns add acree-1-a", "netns add acree-1-b")
    last = difference(two(), NetworkPlan(), "acree-1-")[-1]
    assert last.lines == ("netns del acree-1-a", "netns del acree-1-b")


def test_marking_alone_is_a_batch() -> None:
    (batch,) = difference(two(), changed(two(), "a", marking="table ip acree {}"))
    assert (batch.namespace, batch.lines) == ("a", ())
    assert batch.marking.endswith("table ip acree {}")
