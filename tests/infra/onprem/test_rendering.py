"""What is refused before anything is rendered, and what a rendered file says of itself."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

import pytest

from acree_infra.errors import UnknownName
from acree_infra.onprem.all_families import FAMILIES
from acree_infra.onprem.facts import Facts
from acree_infra.onprem.family import Families, Family, one_file
from acree_infra.onprem.keys import Keys
from acree_infra.onprem.refusal import CannotRender
from acree_infra.onprem.rendering import hosted, is_address, masked, render, wildcard
from acree_infra.onprem.view import BgpRouting, Neighbour, SiteView
from tests.infra.onprem import samples

ROUTER = FAMILIES.get("cisco-ios-xe")
NOTHING = replace(samples.TWO_TUNNELS, tunnels=())


def reading_nothing(_files: object) -> Facts:
    return Facts()


def with_neighbours(view: SiteView, *names: str) -> SiteView:
    assert isinstance(samples.TWO_TUNNELS_BGP.routing, BgpRouting)
    chosen = tuple(Neighbour(path.name, path.peer, 45104, view.prefixes) for path in view.paths if path.name in names)
    return replace(view, routing=replace(samples.TWO_TUNNELS_BGP.routing, neighbours=chosen))


class TestRefusals:
    """A family gets no view that it, or no family, can do."""

    def test_no_path(self) -> None:
        with pytest.raises(CannotRender, match="Cisco IOS-XE cannot be rendered for site hq: it has no tunnel and no"):
            render(NOTHING, ROUTER)

    @pytest.mark.parametrize("name", ["table", "hosts", "dnsmasq", "unbound", "bind", "coredns"])
    def test_but_names_and_tables_need_none(self, name: str) -> None:
        assert render(NOTHING, FAMILIES.get(name))

    def test_ranks(self) -> None:
        far = replace(samples.TWO_TUNNELS, tunnels=(samples.tunnel(1, 10),))
        with pytest.raises(CannotRender, match="a path's rank is over 9"):
            render(far, ROUTER)

    def test_paths(self) -> None:
        many = replace(samples.TWO_TUNNELS, tunnels=tuple(samples.tunnel(n, 0) for n in range(1, 12)))
        with pytest.raises(CannotRender, match="it has 11 paths, and there is room for 10"):
            render(many, ROUTER)

    def test_an_identity_that_is_another_address(self) -> None:
        odd = replace(samples.tunnel(1), device_identity="192.0.2.1")
        with pytest.raises(CannotRender, match=r"the identity 192\.0\.2\.1 is an address, but not the end's: 198"):
            render(replace(samples.TWO_TUNNELS, tunnels=(odd,)), ROUTER)

    def test_a_static_path_between_two_of_bgp(self) -> None:
        three = replace(samples.TWO_TUNNELS, tunnels=tuple(samples.tunnel(n, n) for n in range(3)))
        with pytest.raises(CannotRender, match="hq-tunnel-1 has static routes, and its rank 1 stands between BGP's"):
            render(with_neighbours(three, "hq-tunnel-0", "hq-tunnel-2"), ROUTER)
        assert render(with_neighbours(three, "hq-tunnel-0", "hq-tunnel-1"), ROUTER)
        assert render(with_neighbours(three, "hq-tunnel-1", "hq-tunnel-2"), ROUTER)

    def test_all_reasons_are_said(self) -> None:
        with pytest.raises(CannotRender, match=r"hq-tunnel-1 has selectors.*; hq-tunnel-2 has selectors"):
            render(samples.SELECTED, FAMILIES.get("huawei-vrp"))


class TestFiles:
    """Who may read a file, and what it begins with."""

    def test_a_file_with_keys_is_private_and_says_so(self) -> None:
        keys = Keys({"hq-tunnel-1": "one", "hq-tunnel-2": "two"})
        (shown,) = render(samples.TWO_TUNNELS, ROUTER, keys)
        (referred,) = render(samples.TWO_TUNNELS, ROUTER)
        assert (shown.secret, shown.mode) == (True, 0o600)
        assert (referred.secret, referred.mode) == (False, 0o600)
        assert "one" not in repr(shown)

    def test_a_file_without_is_not(self) -> None:
        (file,) = render(samples.TWO_TUNNELS, FAMILIES.get("nftables"))
        assert (file.secret, file.mode) == (False, 0o644)

    @pytest.mark.parametrize("family", list(FAMILIES), ids=lambda family: family.name)
    def test_each_says_where_it_comes_from_and_what_is_not_known(self, family: Family) -> None:
        view = replace(samples.TWO_LINES if list(family.reasons(samples.TWO_TUNNELS)) else samples.TWO_TUNNELS)
        for file in render(view, family):
            if file.path.endswith(".csv"):
                continue
            assert "Written by `acree onprem`" in file.text
            assert "No official page walks through this path (N6)" in file.text
            assert file.text.endswith("\n")

    @pytest.mark.parametrize("family", list(FAMILIES), ids=lambda family: family.name)
    def test_the_same_view_gives_the_same_bytes(self, family: Family) -> None:
        view = samples.TWO_LINES if list(family.reasons(samples.TWO_TUNNELS)) else samples.TWO_TUNNELS
        assert render(view, family) == render(view, family)

    def test_a_note_stays_on_one_line(self) -> None:
        noted = replace(samples.TWO_TUNNELS, notes=("one\nreload in 5",))
        (file,) = render(noted, ROUTER)
        assert "! one reload in 5\n" in file.text


class TestWords:
    """Prefixes as access lists show them."""

    @pytest.mark.parametrize(
        ("prefix", "cisco", "huawei", "mask"),
        [
            ("10.0.0.0/16", "10.0.0.0 0.0.255.255", "10.0.0.0 0.0.255.255", "10.0.0.0 255.255.0.0"),
            ("10.0.0.9/32", "host 10.0.0.9", "10.0.0.9 0", "10.0.0.9 255.255.255.255"),
            ("0.0.0.0/0", "any", "0.0.0.0 255.255.255.255", "0.0.0.0 0.0.0.0"),
        ],
    )
    def test_prefixes(self, prefix: str, cisco: str, huawei: str, mask: str) -> None:
        network = IPv4Network(prefix)
        assert (hosted(network), wildcard(network), masked(network)) == (cisco, huawei, mask)

    def test_identities(self) -> None:
        assert is_address("10.0.0.1")
        assert not is_address("edge.example")


class TestRegister:
    """A name is taken once, and an unknown one is answered with those there are."""

    FAMILY = Family("one", "One", frozenset({"hosts"}), one_file("a", "{site}.a"), reading_nothing)

    def test_a_taken_name_is_refused(self) -> None:
        families = Families()
        assert families.register(self.FAMILY) is self.FAMILY
        with pytest.raises(ValueError, match="the device family one is registered twice"):
            families.register(self.FAMILY)

    def test_an_unknown_name_lists_the_known(self) -> None:
        families = Families()
        families.register(self.FAMILY)
        with pytest.raises(UnknownName, match="there is no device family 'two'; known: one"):
            families.get("two")
        assert [family.name for family in families] == ["one"]

    def test_a_path_carries_the_sites_name(self) -> None:
        assert [draft.path for draft in self.FAMILY.drafts(samples.TWO_TUNNELS)] == ["hq.a"]
