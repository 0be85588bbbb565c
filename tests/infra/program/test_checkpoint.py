from __future__ import annotations

import json
from pathlib import Path

import pytest

from acree_infra.errors import AccessError, AcreeError, ConfigError
from acree_infra.program.checkpoint import Checkpoint, Resource, parse_checkpoint, read_checkpoint
from tests.infra.program.checkpoints import WRITTEN, engine, exported
from tests.infra.routing.pairs import plan_with


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: acree\n", encoding="utf-8")
    (tmp_path / "stacks").mkdir()
    return tmp_path


def fails(said: str, code: int) -> str:
    return f"echo 'error: {said}' >&2\nexit {code}"


def test_it_is_read_without_decrypting_anything(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "state.json").write_text(exported(plan_with()), encoding="utf-8")
    engine(project, "cat state.json", monkeypatch)
    found = read_checkpoint("dev", project / "stacks")
    assert found == parse_checkpoint("dev", (project / "state.json").read_text(encoding="utf-8"))
    assert (project / "asked").read_text(encoding="utf-8").split() == [
        "--non-interactive",
        *("stack", "export", "--stack", "dev"),
    ]


@pytest.mark.parametrize(
    ("said", "code", "kind", "message"),
    [
        ("no stack named dev found", 6, ConfigError, "the backend has no stack dev: no stack named dev found"),
        ("stack dev is unknown", 6, ConfigError, "`pulumi stack select --create dev` makes one"),
        ("PULUMI_ACCESS_TOKEN must be set for login", 3, AccessError, "the engine's backend wants a login"),
        ("the stack is currently locked by 1 lock(s)", 255, AcreeError, "stack dev is locked: another update runs"),
        ("[409] Conflict: Another update is currently in progress.", 1, AcreeError, "`pulumi cancel --stack dev`"),
        ("disk on fire", 1, AcreeError, "the checkpoint of stack dev cannot be read: disk on fire"),
    ],
)
def test_what_the_engine_refuses(
    project: Path, monkeypatch: pytest.MonkeyPatch, said: str, code: int, kind: type[AcreeError], message: str
) -> None:
    engine(project, fails(said, code), monkeypatch)
    with pytest.raises(AcreeError) as caught:
        read_checkpoint("dev", project)
    assert type(caught.value) is kind
    assert message in str(caught.value)


def test_an_engine_that_says_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine(project, "exit 1", monkeypatch)
    with pytest.raises(AcreeError, match="it gave no reason"):
        read_checkpoint("dev", project)


def test_no_engine(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    with pytest.raises(ConfigError, match="expected `pulumi` on the PATH, found none"):
        read_checkpoint("dev", project)


def test_an_engine_that_is_too_old(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine(project, "", monkeypatch)
    tool = project / "tools" / "pulumi"
    tool.write_text(tool.read_text(encoding="utf-8").replace("v3.300.0", "v2.1.0"), encoding="utf-8")
    with pytest.raises(ConfigError, match="the engine does not fit"):
        read_checkpoint("dev", project)


def test_no_project(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"expected a Pulumi project in .* found no Pulumi\.yaml"):
        read_checkpoint("dev", tmp_path)


@pytest.mark.parametrize("deployment", [{}, {"resources": None}, {"resources": [{"delete": True}]}])
def test_a_stack_that_was_never_updated(deployment: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="stack dev has no checkpoint to compare with: it was never updated"):
        parse_checkpoint("dev", json.dumps({"deployment": deployment}))


def test_what_is_in_it() -> None:
    found = parse_checkpoint("dev", exported(plan_with(), pending=2))
    assert (found.stack, found.written, found.pending) == ("dev", WRITTEN, 2)
    assert found.outputs["plan_digest"] == plan_with().digest
    assert [(one.name, one.outputs["cen_id"]) for one in found.of("Mesh")] == [("mesh", "cen-id")]
    (one,) = [one for one in found.of("VPCRouteEntry") if "172.16.0.0-16" in one.name]
    assert (one.parent, one.region, one.inputs["nexthopType"]) == ("service", "cn-hangzhou", "Attachment")
    assert found.of("Provider") == found.of("cn-hangzhou") == ()


def test_a_checkpoint_without_the_stack_itself_has_no_outputs() -> None:
    assert Checkpoint("dev", "", 0, (Resource("Mesh", "mesh", "", "", {}, {"a": 1}),)).outputs == {}
