from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from acree_infra.reports.json_schemas import json_schema
from tests.infra.cli.conftest import Acree, Write
from tests.infra.routing.variations import Data, add_client

GOLDEN = Path(__file__).parents[2] / "golden" / "plan"


def pods_on_oss(stack: Data, _: Data) -> None:
    stack["clients"][0]["pod-cidrs"] = ["100.118.0.0/16"]


def two_clients(stack: Data, lock: Data) -> None:
    add_client(stack, lock, "beijing", "cn-beijing", "172.18.0.0/16")


@pytest.mark.usefixtures("stacks")
def test_the_only_stack_needs_no_name(acree: Acree) -> None:
    assert acree("plan").out == acree("plan", "--stack", "dev").out
    assert acree("plan").code == 0


@pytest.mark.usefixtures("stacks")
def test_the_environment_names_the_stack(acree: Acree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACREE_STACK", "dev")
    assert acree("plan").out.startswith("Plan of stack dev ")


@pytest.mark.usefixtures("stacks")
def test_json_has_the_routes_that_were_kept(acree: Acree) -> None:
    document = json.loads(acree("plan", "-f", "json").out)
    kept = json.loads((GOLDEN / "dev.json").read_text(encoding="utf-8"))
    assert (document["routes"], document["digest"]) == (kept["routes"], kept["digest"])
    Draft202012Validator(json_schema("plan")).validate(document)


@pytest.mark.usefixtures("stacks")
def test_text_has_the_tables_that_were_kept(acree: Acree) -> None:
    kept = (GOLDEN / "dev.txt").read_text(encoding="utf-8").partition("\nFindings")[0]
    assert acree("plan").out.startswith(kept)


def test_findings_stop_a_plan_only_when_asked(acree: Acree, write: Write) -> None:
    write(pods_on_oss)
    assert acree("plan").code == 0
    assert acree("plan", "--strict").code == 5
    assert acree("plan", "--strict", "-f", "json").code == 5
    assert "refuse G9 service-overlap  stacks/Pulumi.dev.yaml:" in acree("plan").out


@pytest.mark.usefixtures("stacks")
def test_strict_is_content_with_warnings(acree: Acree) -> None:
    assert acree("plan", "--strict").code == 0


def test_parts_of_a_plan(acree: Acree, write: Write) -> None:
    write(two_clients)
    only_client = acree("plan", "--client", "beijing").out
    assert "att-beijing" in only_client
    assert "VPC shanghai" not in only_client
    only_region = acree("plan", "--region", "cn-beijing").out
    assert "VPC service" not in only_region


@pytest.mark.usefixtures("stacks")
@pytest.mark.parametrize(
    ("option", "message"),
    [
        (("--client", "shangai"), "there is no client 'shangai' in this plan; did you mean 'shanghai'?"),
        (("--region", "cn-shanghia"), "there is no region 'cn-shanghia' in this plan; did you mean 'cn-shanghai'?"),
        (("--region", "cn-shanghai", "-f", "json"), "--region narrows the text only"),
        (("--client", "shanghai", "-f", "json"), "--client narrows the text only"),
    ],
)
def test_a_part_that_cannot_be_shown(acree: Acree, option: tuple[str, ...], message: str) -> None:
    result = acree("plan", *option)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


@pytest.mark.usefixtures("stacks")
def test_a_report_goes_to_a_file(acree: Acree, tmp_path: Path) -> None:
    shown = acree("plan", "-f", "json").out
    result = acree("plan", "-f", "json", "-o", "out/plan.json")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert (tmp_path / "out" / "plan.json").read_text(encoding="utf-8") == shown


@pytest.mark.usefixtures("stacks")
def test_a_file_that_cannot_be_written(acree: Acree, tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("", encoding="utf-8")
    for target in ("occupied/plan.txt", "stacks", ""):
        result = acree("plan", "-o", target)
        assert (result.code, result.out) == (2, "")
        assert "cannot be written: " in result.err


@pytest.mark.usefixtures("stacks")
def test_a_terminal_gets_colour_and_its_own_width(acree: Acree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    coloured = acree("plan").out
    assert "\x1b[1mVPC shanghai" in coloured
    assert "…" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in acree("plan").out


@pytest.mark.usefixtures("stacks")
def test_a_file_gets_neither(acree: Acree, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    acree("plan", "-o", "plan.txt")
    text = (tmp_path / "plan.txt").read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert "…" not in text


def test_hosts_mode_shows_lines_to_copy(acree: Acree, write: Write) -> None:
    def change(stack: Data, _: Data) -> None:
        stack["dns"] = "hosts"

    write(change)
    assert "\n10.0.0.20 acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com\n" in acree("plan").out
