"""`make demo SITE=<kind>`: every kind has what it needs, and another word names the kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.demos import device
from scripts.site_demo import FORWARDED, HOW_TOS, KINDS, main, page
from scripts.sites import DEVICES
from scripts.workplace import ROOT

OWN_PAGE = (
    "vpn-gateway",
    "transit-vpn",
    "express-connect",
    "express-connect-router",
    "vpc-peering",
    "smart-access-gateway",
)


def test_every_device_is_a_kind_without_more_ado() -> None:
    assert {kind for kind, tell in KINDS.items() if tell is device.tell} == set(DEVICES)


def test_every_row_of_the_readme_s_table_is_a_kind() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Data centers")[2].partition("\n## ")[0]
    rows = {line.split("`")[1] for line in table.splitlines() if line.startswith("| [`")}
    assert set(OWN_PAGE) <= rows <= set(KINDS)


def test_of_a_smart_access_gateway_alone_no_packet_is_tried() -> None:
    assert set(KINDS) - set(FORWARDED) == {"smart-access-gateway"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", ["stacks/Pulumi.{}.yaml", "stacks/{}.lock.yaml", "stacks/worlds/{}.yaml"])
def test_every_kind_has_its_example(kind: str, path: str) -> None:
    assert (ROOT / path.format(kind)).is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_leads_to_a_page_that_exists(kind: str) -> None:
    assert (HOW_TOS / page(kind)).is_file()


@pytest.mark.parametrize("kind", OWN_PAGE)
def test_a_kind_of_its_own_leads_to_its_own_page(kind: str) -> None:
    assert page(kind) == f"{kind}.md"


def test_a_variation_leads_to_the_page_of_its_kind() -> None:
    assert page("express-connect-router-of-another-day") == "express-connect-router.md"
    assert page("express-connect-of-another-day") == "express-connect.md"


def test_anything_else_leads_to_the_page_of_all_devices() -> None:
    assert page("something-else") == "data-center-devices.md"


@pytest.mark.parametrize(("kind", "told"), [("nonsense", "nonsense"), ("", "nothing")])
def test_another_word_names_the_kinds(kind: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(kind, tmp_path) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"wanted SITE to be one of {', '.join(KINDS)}; found {told}\n"
    assert list(tmp_path.iterdir()) == []
