from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from acree_infra.discovery.items import identity
from acree_infra.discovery.lock_file import load_lock, lock_path
from acree_infra.discovery.lock_text import render
from acree_infra.discovery.lock_writer import write_lock
from acree_infra.discovery.model import Lock
from acree_infra.errors import LockError
from acree_infra.topology.stack_file import StackFile
from tests.infra.discovery.scene import NOW, stack_in
from tests.infra.discovery.test_lock_file import true_lock
from tests.infra.samples import lock_data


@pytest.fixture
def stack(directory: Path, data: dict[str, Any]) -> StackFile:
    return stack_in(directory, data)


@pytest.fixture
def raw() -> dict[str, Any]:
    return lock_data()


def test_text_of_a_new_file(stack: StackFile, raw: dict[str, Any]) -> None:
    write_lock(stack, true_lock(stack, raw))

    lines = lock_path(stack).read_text().splitlines()

    assert lines[0] == "# Lock file of stack dev: what was learned outside for Pulumi.dev.yaml."
    assert lines[1].startswith("# Written by `acree resolve --stack dev`.")
    assert lines[2:4] == ["schema-version: 1", "stack: dev"]
    text = "\n".join(lines)
    assert "    hosts:\n      - acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com\n" in text
    assert "    first-seen: '2026-11-02T08:00:00Z'\n" in text
    assert "  account: '1234567890123456'\n" in text
    assert "missing-since" not in text
    assert max(map(len, lines)) < 140


def test_same_lock_is_not_written_again(stack: StackFile, raw: dict[str, Any]) -> None:
    lock = true_lock(stack, raw)
    write_lock(stack, lock)
    before = (lock_path(stack).read_bytes(), lock_path(stack).stat().st_mtime_ns)

    assert write_lock(stack, lock) is False
    assert (lock_path(stack).read_bytes(), lock_path(stack).stat().st_mtime_ns) == before


def test_text_does_not_depend_on_the_order_in_which_it_grew(
    stack: StackFile, raw: dict[str, Any], directory: Path
) -> None:
    whole = true_lock(stack, raw)
    vpcs = raw["networks"]["vpcs"]
    raw["networks"]["vpcs"] = vpcs[:1]
    write_lock(stack, true_lock(stack, raw))
    raw["networks"]["vpcs"] = vpcs
    write_lock(stack, true_lock(stack, raw))
    grown = lock_path(stack).read_text()
    lock_path(stack).unlink()

    write_lock(stack, whole)

    assert lock_path(stack).read_text() == grown


def test_comments_of_people_stay_with_what_they_stand_at(stack: StackFile, raw: dict[str, Any]) -> None:
    write_lock(stack, true_lock(stack, raw))
    text = lock_path(stack).read_text()
    text = text.replace("stack: dev\n", "stack: dev  # the worked example\n")
    text = text.replace("address: 100.103.9.188\n", "address: 100.103.9.188  # asked the service, it stays\n")
    text = text.replace("- 100.118.28.0/24\n", "- 100.118.28.0/24  # busy\n")
    text = text.replace("id: vpc-uf6demo\n", "id: vpc-uf6demo  # team blue\n")
    lock_path(stack).write_text("# reviewed by two people\n" + text)
    raw["legs"]["auth"]["addresses"].insert(0, {**raw["legs"]["auth"]["addresses"][0], "address": "100.103.7.181"})
    raw["legs"]["oss"]["ranges"].insert(0, "100.98.1.0/24")
    raw["networks"]["vpcs"][1]["owner"] = "42"

    assert write_lock(stack, true_lock(stack, raw)) is True

    text = lock_path(stack).read_text()
    assert text.startswith("# reviewed by two people\n# Lock file of stack dev")
    for line in (
        "stack: dev  # the worked example",
        "- address: 100.103.9.188  # asked the service, it stays",
        "- 100.118.28.0/24  # busy",
        "- id: vpc-uf6demo  # team blue",
    ):
        assert f"{line}\n" in text
    assert load_lock(stack) == true_lock(stack, raw)


def test_what_is_gone_takes_its_comment_along(stack: StackFile, raw: dict[str, Any]) -> None:
    raw["legs"]["oss"]["ranges"].append("100.99.9.0/24")
    write_lock(stack, true_lock(stack, raw))
    text = lock_path(stack).read_text().replace("- 100.99.9.0/24\n", "- 100.99.9.0/24  # old\n")
    lock_path(stack).write_text(text.replace("published: '2026-02-05'\n", "published: '2026-02-05'  # old\n"))
    raw["legs"]["oss"]["ranges"].pop()
    raw["legs"]["oss"]["published"] = None

    write_lock(stack, true_lock(stack, raw))

    assert "# old" not in lock_path(stack).read_text()
    assert load_lock(stack) == true_lock(stack, raw)


def test_list_and_map_may_come_and_go(stack: StackFile, raw: dict[str, Any]) -> None:
    auth = raw["legs"].pop("auth")
    write_lock(stack, true_lock(stack, raw))
    raw["legs"]["auth"] = auth
    write_lock(stack, true_lock(stack, raw))
    assert list(raw["legs"]) != list(lock_data()["legs"])
    text = lock_path(stack).read_text()

    assert text.index("  auth:") < text.index("  oss:")
    assert load_lock(stack) == true_lock(stack, raw)


@pytest.mark.parametrize("last", ["", "{", "- a\n", "just text\n", "stack: [\n"])
def test_broken_last_version_is_written_anew(raw: dict[str, Any], last: str) -> None:
    lock = Lock.model_validate(raw)

    assert render(lock, "Header.\n", last) == render(lock, "Header.\n", "")
    assert render(lock, "Header.\n", "").startswith("# Header.\nschema-version: 1\n")


def test_file_changed_by_hand_is_written_anew(stack: StackFile, raw: dict[str, Any]) -> None:
    lock = true_lock(stack, raw)
    write_lock(stack, lock)
    text = lock_path(stack).read_text()
    lock_path(stack).write_text(text.replace("10.0.0.20", "10.0.0.21"))

    assert write_lock(stack, lock) is True
    assert lock_path(stack).read_text() == text


def test_nothing_is_left_behind_and_the_mode_stays(stack: StackFile, raw: dict[str, Any], directory: Path) -> None:
    write_lock(stack, true_lock(stack, raw))
    assert lock_path(stack).stat().st_mode & 0o077 == 0o066 & ~_umask()
    lock_path(stack).chmod(0o640)
    raw["networks"]["account"] = "42"

    write_lock(stack, true_lock(stack, raw))

    assert lock_path(stack).stat().st_mode & 0o777 == 0o640
    assert [path.name for path in directory.iterdir()] == ["dev.lock.yaml"]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_interrupted_write_leaves_the_old_file(
    stack: StackFile, raw: dict[str, Any], directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lock(stack, true_lock(stack, raw))
    before = lock_path(stack).read_bytes()

    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    raw["networks"]["account"] = "42"
    with pytest.raises(KeyboardInterrupt):
        write_lock(stack, true_lock(stack, raw))

    assert lock_path(stack).read_bytes() == before
    assert [path.name for path in directory.iterdir()] == ["dev.lock.yaml"]


def test_directory_that_does_not_exist(raw: dict[str, Any], directory: Path, data: dict[str, Any]) -> None:
    stack = stack_in(directory / "absent", data)

    with pytest.raises(LockError, match="cannot be written: No such file or directory"):
        write_lock(stack, true_lock(stack, raw))


def test_identity_of_items() -> None:
    assert identity("100.99.1.0/24") == "100.99.1.0/24"
    assert identity({"id": "vpc-1", "region": "r"}) == "vpc-1"
    assert identity({"vpc": "vpc-1", "vswitch": "vsw-1", "address": "10.0.0.1"}) == "vpc-1 vsw-1"
    assert identity({"destination": "10.0.0.0/8", "hop": "h"}) == "10.0.0.0/8 h"
    assert identity({"destination": "10.0.0.0/8"}) == "10.0.0.0/8"
    assert identity({"address": "100.103.9.188"}) == "100.103.9.188"
    assert identity({"region": "cn-shanghai"}) == "cn-shanghai"
    with pytest.raises(ValueError, match="found the keys"):
        identity({"color": "red"})


def test_moments_without_a_zone_are_utc(stack: StackFile, raw: dict[str, Any]) -> None:
    raw["legs"]["oss"]["first-seen"] = "2026-11-02T08:00:00"
    raw["legs"]["oss"]["last-seen"] = "2026-11-02T10:00:00+02:00"

    oss = Lock.model_validate(raw).legs.oss

    assert oss.first_seen == oss.last_seen == NOW
    assert oss.last_seen.utcoffset() == timedelta(0)
