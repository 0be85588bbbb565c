from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acree_infra.discovery.digest import content_digest, inputs_digest
from acree_infra.discovery.lock_file import load_lock, lock_path, previous_lock
from acree_infra.discovery.lock_writer import write_lock
from acree_infra.discovery.model import Lock
from acree_infra.errors import LockError
from acree_infra.topology.stack_file import StackFile
from tests.infra.discovery.scene import stack_in
from tests.infra.samples import lock_data


def true_lock(stack: StackFile, data: dict[str, Any]) -> Lock:
    """A lock whose digests are right."""
    lock = Lock.model_validate(data)
    content = content_digest(lock.legs, lock.networks)
    return lock.model_copy(update={"inputs": inputs_digest(stack), "content": content})


@pytest.fixture
def stack(directory: Path, data: dict[str, Any]) -> StackFile:
    return stack_in(directory, data)


@pytest.fixture
def lock(stack: StackFile) -> Lock:
    return true_lock(stack, lock_data())


def edit(stack: StackFile, change: Callable[[str], str]) -> None:
    path = lock_path(stack)
    text = path.read_text()
    changed = change(text)
    assert changed != text
    path.write_text(changed)


def refusal(stack: StackFile) -> str:
    with pytest.raises(LockError) as caught:
        load_lock(stack)
    assert str(caught.value).endswith("run `acree resolve --stack dev`")
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_what_was_written_is_read_back(stack: StackFile, lock: Lock) -> None:
    assert write_lock(stack, lock) is True

    assert load_lock(stack) == lock
    assert previous_lock(stack) == lock
    assert lock_path(stack).name == "dev.lock.yaml"
    assert lock_path(stack).parent == Path(stack.path).parent


def test_missing_file(stack: StackFile) -> None:
    assert "dev.lock.yaml is missing" in refusal(stack)
    assert previous_lock(stack) is None


def test_stale_file_names_the_stack_file(stack: StackFile, lock: Lock, directory: Path, data: dict[str, Any]) -> None:
    write_lock(stack, lock)
    data["clients"][0]["vpc"] = "vpc-other"
    changed = stack_in(directory, data)

    message = refusal(changed)

    assert f"it is stale: {changed.path} now asks for something else" in message
    assert f"{lock_path(stack)}:5: " in message
    assert previous_lock(changed) == lock


def test_value_changed_by_hand(stack: StackFile, lock: Lock) -> None:
    write_lock(stack, lock)
    edit(stack, lambda text: text.replace("100.103.9.188", "100.103.9.189"))

    assert "edited by hand" in refusal(stack)
    assert previous_lock(stack) is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("stack: dev", "stack: [dev"), "it is not valid YAML"),
        (
            lambda text: "<<<<<<< HEAD\n" + text,
            "dev.lock.yaml:1: lock file: it holds the marks of a merge that git left",
        ),
        (lambda text: text + "\x00", "it is not valid YAML"),
        (lambda text: text + "stack: dev\n", 'it is not valid YAML: found duplicate key "stack"'),
        (lambda text: "", "lock file: it is empty; run"),
        (lambda text: "# nothing\n", "lock file: it is empty; run"),
        (lambda text: "- a\n", "expected a mapping with the key 'schema-version', found a list"),
        (lambda text: text + "more: 2026-99-99\n", "it is not valid YAML: month must be in 1..12"),
        (lambda text: text + f"more: {'9' * 5000}\n", "it is not valid YAML: Exceeds the limit"),
        (lambda text: text + f"more: {'[' * 5000}{']' * 5000}\n", "dev.lock.yaml:1: lock file: "),
        (
            lambda text: text.replace("stack: dev", "stack: 5"),
            "it is not a valid lock file: stack: expected text, found 5",
        ),
        (lambda text: text.partition("    linked-vpcs:\n")[0] + "    linked-vpcs:\n", "expected a list, found nothing"),
        (lambda text: text.replace("10.0.0.20", "10.0.0.256"), "legs.registry.linked-vpcs.0.address: expected an IPv4"),
        (lambda text: text.replace("edition", "editions") + "more: 1\n", "unknown key 'more' in the file"),
        (
            lambda text: text.replace("schema-version: 1", "schema-version: 2"),
            "found 2: a newer acree wrote it; use that one, or run",
        ),
        (lambda text: text.replace("schema-version: 1", "schema-version: 0"), "schema-version: expected 1, found 0"),
        (
            lambda text: text.replace("stack: dev", "stack: prod"),
            "expected the lock file of stack dev, found that of prod",
        ),
    ],
    ids=range(17),
)
def test_broken_file(stack: StackFile, lock: Lock, change: Callable[[str], str], message: str) -> None:
    write_lock(stack, lock)
    edit(stack, change)

    assert message in refusal(stack)
    assert previous_lock(stack) is None


def test_line_of_a_wrong_value_is_named(stack: StackFile, lock: Lock) -> None:
    write_lock(stack, lock)
    edit(stack, lambda text: text.replace("10.0.0.20", "10.0.0.256").replace("status: RUNNING", "state: RUNNING"))
    lines = lock_path(stack).read_text().splitlines()
    number = next(n for n, line in enumerate(lines, 1) if "10.0.0.256" in line)

    message = refusal(stack)

    assert f"dev.lock.yaml:{number}: " in message
    assert "(and 2 more)" in message


def test_missing_value_is_told_at_the_place_where_it_should_be(stack: StackFile, lock: Lock) -> None:
    write_lock(stack, lock)
    edit(stack, lambda text: "".join(line for line in text.splitlines(True) if "free-addresses" not in line))
    lines = lock_path(stack).read_text().splitlines()

    message = refusal(stack)

    assert "missing key 'free-addresses' in networks.vpcs.0.vswitches.0 (and 3 more)" in message
    named = int(message.split("dev.lock.yaml:")[1].split(":")[0])
    assert "id: vsw-bp1j" in lines[named - 1]


def test_file_that_cannot_be_read(stack: StackFile, lock: Lock) -> None:
    lock_path(stack).mkdir()
    assert "dev.lock.yaml cannot be read: Is a directory; run" in refusal(stack)


def test_file_that_is_no_text(stack: StackFile) -> None:
    lock_path(stack).write_bytes(b"stack: dev\n\xff\xfe\xff")
    assert "dev.lock.yaml:2: lock file: expected UTF-8 text, found byte 0xff" in refusal(stack)


def test_file_that_an_editor_has_marked(stack: StackFile, lock: Lock) -> None:
    write_lock(stack, lock)
    lock_path(stack).write_bytes(b"\xef\xbb\xbf" + lock_path(stack).read_bytes())
    assert load_lock(stack) == lock


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("clients", 0, "name"), "renamed"),
        (("clients", 0, "cidrs"), ["172.16.0.0/16"]),
        (("clients", 0, "pod-cidrs"), []),
        (("network", "bandwidth", "mbps"), 7),
        (("options",), {"auto-advertise": False, "grace-days": 1}),
        (("dns",), "hosts"),
        (("rules",), {"G12": {"severity": "off", "reason": "we know it"}}),
    ],
    ids=str,
)
def test_what_only_changes_the_plan_does_not_make_a_lock_stale(
    directory: Path, data: dict[str, Any], path: tuple[str | int, ...], value: object
) -> None:
    before = inputs_digest(stack_in(directory, data))
    put(data, path, value)

    assert inputs_digest(stack_in(directory, data)) == before


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("clients", 0, "vpc"), "vpc-other"),
        (("clients", 0, "region"), "cn-beijing"),
        (("network", "cen"), "cen-1"),
        (("network", "service-vpc"), "vpc-other"),
        (("registry", "instance"), "cri-other"),
        (("registry", "module"), "Chart"),
        (("registry", "bucket"), "my-layers"),
        (("registry", "domains"), ["a.example.com"]),
        (("registry", "link"), "vsw-bp1j"),
        (("legs",), {"oss": {"ranges": ["100.99.1.0/24"]}}),
        (("options",), {"resolvers": ["100.100.2.136"]}),
    ],
    ids=str,
)
def test_what_changes_the_look_ups_makes_a_lock_stale(
    directory: Path, data: dict[str, Any], path: tuple[str | int, ...], value: object
) -> None:
    before = inputs_digest(stack_in(directory, data))
    put(data, path, value)

    assert inputs_digest(stack_in(directory, data)) != before


def test_order_of_clients_and_domains_plays_no_part(directory: Path, data: dict[str, Any]) -> None:
    data["clients"].append({"name": "near", "region": "cn-hangzhou", "vpc": "vpc-near", "via": "link"})
    data["registry"]["domains"] = ["a.example.com", "b.example.com"]
    before = inputs_digest(stack_in(directory, data))
    data["clients"].reverse()
    data["registry"]["domains"].reverse()

    assert inputs_digest(stack_in(directory, data)) == before


def put(data: Any, path: tuple[str | int, ...], value: object) -> None:  # noqa: ANN401  # nested plain data
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = value


def test_loading_imports_nothing_heavy() -> None:
    heavy = ("dns", "http.client", "ssl", "requests", "Tea", "acree_infra.cloud")
    program = (
        "import sys; import acree_infra.discovery.lock_file, acree_infra.discovery.published; "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
