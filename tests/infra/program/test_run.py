"""The whole program, from its files: `__main__.py` itself is executed."""

from __future__ import annotations

from pathlib import Path

import pytest

from acree_infra.discovery.lock_file import load_lock
from acree_infra.program.run import TOLD
from acree_infra.routing.planner import make_plan
from acree_infra.topology.loader import load_stack, stack_path
from tests.infra.program.cloud import Account, Recording, run
from tests.infra.program.programs import assert_own_region
from tests.infra.program.projects import ROOT, main_program, write_project
from tests.infra.routing.variations import Data, add_router, example

EXAMPLES = [path.name.removesuffix(".lock.yaml") for path in ROOT.glob("stacks/*.lock.yaml")]
both_kinds = pytest.mark.parametrize("preview", [True, False])


def failure(*, preview: bool, account: Account | None = None) -> tuple[str, Recording]:
    """The message that ends the program, and what it did until then."""
    recording = Recording()
    with pytest.raises(SystemExit) as caught:
        run(main_program, preview=preview, account=account, recording=recording)
    assert caught.value.code == TOLD
    (message,) = (text for level, text in recording.logs if level == "error")
    return message, recording


def account_of(name: str) -> Account:
    """An account that holds the routers of a stack's lock file."""
    stack = load_stack(stack_path(name, Path("stacks")))
    found = Account()
    for router in make_plan(stack, load_lock(stack)).transit_routers:
        if router.id is not None:
            found.routers.setdefault(router.region, []).append((router.id, router.edition or "Enterprise"))
    return found


def keys_of(name: str) -> dict[str, str]:
    """A key for every tunnel of a stack that takes its own from the configuration."""
    stack = load_stack(stack_path(name, Path("stacks")))
    tunnels = (tunnel for site in stack.topology.sites for way in site.via for tunnel in getattr(way, "tunnels", ()))
    sources = (tunnel.pre_shared_key for tunnel in tunnels)
    return {source.removeprefix("config:"): "only-a-test" for source in sources if source.startswith("config:")}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Data, Data]:
    """Stack and lock of the worked example, to be changed and written into the working directory."""
    monkeypatch.chdir(tmp_path)
    return example()


@both_kinds
class TestWorkedExample:
    def test_everything_is_registered(self, files: tuple[Data, Data], preview: bool) -> None:
        write_project(Path.cwd(), *files)
        recording = run(main_program, preview=preview)
        assert len(recording.cloud) == 29
        assert_own_region(recording)
        assert set(recording.outputs) == {
            "attachments",
            "cen",
            "endpoints",
            "plan_digest",
            "private_zones",
            "transit_routers",
        }

    def test_only_printed_records_make_no_zone(self, files: tuple[Data, Data], preview: bool) -> None:
        stack, lock = files
        stack["dns"] = "hosts"
        write_project(Path.cwd(), stack, lock)
        assert not run(main_program, preview=preview).of("Zone")

    def test_a_plan_that_waits_warns(self, files: tuple[Data, Data], preview: bool) -> None:
        stack, lock = files
        stack["registry"]["link"] = "vsw-bp1j"
        lock["legs"]["registry"]["linked-vpcs"] = []
        lock["legs"]["auth"] = None
        write_project(Path.cwd(), stack, lock)
        recording = run(main_program, preview=preview)
        assert [r.label for r in recording.cloud] == ["VpcEndpointLinkedVpc vpc-bp1demo-registry"]
        assert any(level == "warning" and "acree resolve --stack dev" in text for level, text in recording.logs)
        assert "not linked" in recording.outputs["waiting"]


@both_kinds
class TestRefused:
    """The program ends with one clear text, and asked for nothing."""

    def test_by_a_rule(self, files: tuple[Data, Data], preview: bool) -> None:
        stack, lock = files
        lock["networks"]["vpcs"][1]["cidrs"] = ["10.0.0.0/16"]
        lock["networks"]["vpcs"][1]["vswitches"][0]["cidr"] = "10.0.0.0/24"
        lock["networks"]["vpcs"][1]["vswitches"][1]["cidr"] = "10.0.1.0/24"
        write_project(Path.cwd(), stack, lock)
        message, recording = failure(preview=preview)
        assert "G16" in message
        assert "stacks/Pulumi.dev.yaml:" in message
        assert "to lift:" in message
        assert recording.resources == []

    def test_by_the_account(self, files: tuple[Data, Data], preview: bool) -> None:
        stack, lock = files
        stack["network"]["cen"] = "cen-old"
        add_router(lock, "tr-hz", "cn-hangzhou")
        add_router(lock, "tr-sh", "cn-shanghai")
        write_project(Path.cwd(), stack, lock)
        account = Account({"cn-hangzhou": [("tr-hz", "Enterprise")], "cn-shanghai": [("tr-sh", "Basic")]})
        message, recording = failure(preview=preview, account=account)
        assert "tr-sh" in message
        assert recording.cloud == []

    def test_without_a_stack_file(self, files: tuple[Data, Data], preview: bool) -> None:
        Path("stacks").mkdir()
        message, recording = failure(preview=preview)
        assert "found 'dev'; there is no stack file in stacks" in message
        assert recording.resources == []

    def test_without_a_lock_file(self, files: tuple[Data, Data], preview: bool) -> None:
        write_project(Path.cwd(), files[0], None)
        message, recording = failure(preview=preview)
        assert "dev.lock.yaml" in message
        assert "acree resolve --stack dev" in message
        assert recording.resources == []

    def test_with_a_wrong_key(self, files: tuple[Data, Data], preview: bool) -> None:
        stack, lock = files
        write_project(Path.cwd(), stack, lock)
        path = Path("stacks/Pulumi.dev.yaml")
        path.write_text(path.read_text(encoding="utf-8").replace("pod-cidrs", "pod-cidr"), encoding="utf-8")
        message, recording = failure(preview=preview)
        assert "pod-cidrs" in message
        assert recording.resources == []


@both_kinds
@pytest.mark.parametrize("name", [*sorted(EXAMPLES), "written here"])
def test_examples(name: str, preview: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example in `stacks/` runs; those that a rule stops are refused before any resource."""
    if name == "written here":
        write_project(tmp_path, *example())
        monkeypatch.chdir(tmp_path)
        name = "dev"
    else:
        monkeypatch.chdir(ROOT)
    recording = Recording()
    account, config = account_of(name), keys_of(name)
    if name.startswith("refused") or name == "smart-access-gateway":
        with pytest.raises(SystemExit):
            run(main_program, preview=preview, stack=name, account=account, recording=recording)
        assert recording.cloud == []
    else:
        run(main_program, preview=preview, stack=name, account=account, recording=recording, config=config)
        assert recording.cloud
        assert_own_region(recording)
        assert recording.outputs["plan_digest"].startswith("sha256:")


def test_main_is_short() -> None:
    assert len((ROOT / "__main__.py").read_text(encoding="utf-8").splitlines()) <= 20
