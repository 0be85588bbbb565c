import json
import shutil
from pathlib import Path

import pytest

from acree_sandbox.core import cloud as cloud_module
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import SandboxError, StateUnreadable
from acree_sandbox.core.journal import JOURNAL, SNAPSHOT
from acree_sandbox.core.world import World
from tests.sandbox.conftest import Clock
from tests.sandbox.core.specimens import Box, Shelf, one_shelf


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


def opened(folder: Path, clock: Clock) -> Cloud:
    return Cloud(World(), folder, clock)


def crashed(folder: Path) -> Path:
    """A copy of the files as they are while a sandbox runs: what a killed process would leave."""
    return Path(shutil.copytree(folder, folder.with_name("crashed")))


def fill(cloud: Cloud) -> None:
    with cloud.transaction():
        cloud.put(Shelf(id=cloud.new_id(Shelf), name="é", tags={"k": "v"}))
        cloud.put(Box(id="b", shelf_id="s"))
        cloud.put(Box(id="dropped", shelf_id="s"))
    with cloud.transaction():
        cloud.remove(cloud.need(Box, "dropped", "X"))


def test_everything_is_there_after_a_restart(folder: Path, clock: Clock) -> None:
    first = opened(folder, clock)
    fill(first)
    expected, next_id = first.everything(), first.new_id(Shelf)
    first.close()
    second = opened(folder, clock)
    assert second.everything() == expected
    assert [row.id for row in second.where(Box, "shelf_id", "s")] == ["b"]
    assert second.new_id(Shelf) not in {row.id for row in expected} | {next_id}
    second.close()


def test_everything_answered_is_there_after_a_crash(folder: Path, clock: Clock) -> None:
    first = opened(folder, clock)
    fill(first)
    second = opened(crashed(folder), clock)
    assert second.everything() == first.everything()
    assert second.new_id(Shelf) == first.new_id(Shelf)
    first.close()
    second.close()


def test_what_was_on_its_way_arrives_after_a_restart(folder: Path, clock: Clock) -> None:
    first = opened(folder, clock)
    first.put(Shelf(id="s", status="Creating"), then="Active")
    with first.transaction():
        pass
    first.close()
    clock.pass_by(1)
    second = opened(folder, clock)
    with second.transaction():
        assert second.need(Shelf, "s", "X").status == "Active"
    second.close()


def test_a_saved_state_is_not_populated_again(folder: Path, clock: Clock) -> None:
    world = World(populate=one_shelf)
    first = Cloud(world, folder, clock)
    (shelf,) = first.all(Shelf)
    with first.transaction():
        first.remove(shelf)
    first.close()
    second = Cloud(world, folder, clock)
    assert second.all(Shelf) == []
    second.close()


def test_a_torn_last_line_is_left_out_with_a_warning(
    folder: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    first = opened(folder, clock)
    fill(first)
    copy = crashed(folder)
    with (copy / JOURNAL).open("a") as lines:
        lines.write('{"serial": 9, "put": {"shelf": [{"id"')
    second = opened(copy, clock)
    assert second.everything() == first.everything()
    assert "torn" in caplog.text
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "wanted saved state as JSON"),
        ("[]", "wanted a saved commit, found list"),
        ('{"put": {}}', "'serial'"),
        ('{"serial": "x"}', "'x'"),
        ('{"serial": 1, "put": {"dragon": []}}', "the unknown kind 'dragon'"),
        ('{"serial": 1, "put": {"shelf": [{"id": "s", "colour": 1}]}}', "colour"),
        ('{"serial": 1, "put": {"shelf": ["s"]}}', "among the resources of kind 'shelf'"),
        ('{"serial": 1, "put": []}', "something else than lists by kind"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(folder: Path, clock: Clock, line: str, reason: str) -> None:
    folder.mkdir()
    (folder / JOURNAL).write_text('{"serial": 1}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(StateUnreadable) as caught:
        opened(folder, clock)
    assert f"{JOURNAL}:2: " in str(caught.value)
    assert reason in str(caught.value)
    (folder / JOURNAL).write_text("", encoding="utf-8")
    opened(folder, clock).close()  # works only when the failed start has let go of the folder


def test_two_sandboxes_cannot_share_a_folder(folder: Path, clock: Clock) -> None:
    first = opened(folder, clock)
    with pytest.raises(SandboxError, match="in use by another sandbox"):
        opened(folder, clock)
    first.close()
    opened(folder, clock).close()


def test_the_snapshot_is_json_for_people_and_for_nobody_else(folder: Path, clock: Clock) -> None:
    first = opened(folder, clock)
    fill(first)
    first.close()
    snapshot = folder / SNAPSHOT
    saved = json.loads(snapshot.read_text(encoding="utf-8"))
    assert [box["id"] for box in saved["put"]["box"]] == ["b"]
    assert len(snapshot.read_text(encoding="utf-8").splitlines()) > 4
    assert snapshot.stat().st_mode & 0o077 == 0
    assert (folder / JOURNAL).read_text() == ""


def test_a_long_journal_is_folded_while_running(folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cloud_module, "FOLD_AFTER", 5)
    first = opened(folder, clock)
    for number in range(12):
        with first.transaction():
            first.put(Box(id=str(number), shelf_id="s"))
    assert len((folder / JOURNAL).read_text().splitlines()) == 2
    second = opened(crashed(folder), clock)
    assert [row.id for row in second.all(Box)] == [str(number) for number in range(12)]
    first.close()
    second.close()


def test_close_twice_is_one_close(folder: Path, clock: Clock) -> None:
    cloud = opened(folder, clock)
    cloud.close()
    cloud.close()
