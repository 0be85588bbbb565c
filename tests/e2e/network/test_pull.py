"""A real client pulls from and pushes to a real registry through real routes."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from acree_sandbox.services.images.seed import IMAGES
from acree_sandbox.services.storage_moves import FormerAddress
from scripts.waiting import until
from tests.e2e.network.lab import HELLO, Lab, running_lab
from tests.e2e.network.worked_example import REGISTRY, STORAGE_RANGES

pytestmark = pytest.mark.e2e  # registry and client come from the toolchain

LEGS = {"registry": "10.0.0.20", "auth": "100.103.9.188", "auth 2": "100.103.7.181"}
GET = """
import sys, urllib.error, urllib.request
try:
    urllib.request.urlopen(sys.argv[1])
except urllib.error.HTTPError as refused:
    print(refused.code, refused.read().decode())
"""


@pytest.fixture
def lab(tmp_path: Path, engine_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    monkeypatch.setenv("PATH", engine_environment["PATH"])
    with running_lab(tmp_path) as running:
        yield running


def test_before_and_after(lab: Lab) -> None:
    assert not lab.pulls(), "nothing joins the VPCs yet"
    assert lab.pulls(host="ecs1"), "the service VPC is linked"
    lab.example.apply()
    lab.network.settled()
    assert lab.pulls()
    assert lab.crane("digest", HELLO).stdout.strip() == IMAGES["demo/hello", "1.0"]().digest
    for image in ("demo/layers:1.0", "demo/platforms:1.0"):
        said = lab.crane("validate", "--remote", f"{REGISTRY}/{image}")
        assert said.returncode == 0, said.stderr
    for route in reversed(lab.example.routes):
        route.delete()
    lab.network.settled()
    assert not lab.pulls()


def test_push(lab: Lab) -> None:
    lab.example.apply()
    lab.network.settled()
    assert lab.pulls()
    copy = f"{REGISTRY}/team/copy:2.0"
    pushed = lab.crane("push", str(lab.folder / "pulled.tar"), copy)
    assert pushed.returncode == 0, pushed.stderr
    digest = pushed.stdout.strip().partition("@")[2]
    assert lab.crane("digest", copy).stdout.strip() == digest
    big = lab.folder / "big.tar"
    assert lab.crane("pull", f"{REGISTRY}/demo/layers:1.0", str(big)).returncode == 0
    assert big.stat().st_size > 50 << 20
    assert lab.crane("push", str(big), f"{REGISTRY}/team/big:1.0").returncode == 0
    assert lab.crane("validate", "--remote", f"{REGISTRY}/team/big:1.0").returncode == 0


def test_each_route_carries_exactly_its_legs(lab: Lab) -> None:
    lab.example.apply()
    storage = lab.running.control.cloud
    lab.network.settled()
    legs = LEGS | {"storage": "100.118.28.44"}
    table = {}
    for route in lab.example.routes:
        route.delete()
        lab.network.settled()
        table[route.table, route.destination] = {leg for leg, address in legs.items() if not lab.connects(address)}
        route.make()
        lab.network.settled()
        assert all(lab.connects(address) for address in legs.values())
    carried = {"100.103.9.188/32": {"auth"}, "100.103.7.181/32": {"auth 2"}, "100.118.28.0/24": {"storage"}}
    carried |= {"10.0.0.0/16": {"registry"}, "172.16.0.0/16": set(legs)}
    assert table == {key: carried.get(key[1], set()) for key in table}
    assert lab.pulls()
    assert storage.revision == lab.network.revision


def test_a_missing_storage_route_fails_the_pull_but_not_the_manifest(lab: Lab) -> None:
    lab.example.apply()
    route = next(r for r in lab.example.routes if (r.table, r.destination) == ("client VPC", "100.118.28.0/24"))
    route.delete()
    lab.network.settled()
    assert lab.crane("manifest", HELLO).returncode == 0
    assert not lab.pulls()
    route.make()
    lab.network.settled()
    assert lab.pulls()


def test_storage_moves_through_every_range_during_pulls(lab: Lab) -> None:
    lab.example.apply()
    lab.network.settled()
    for prefix in STORAGE_RANGES:
        lab.move(f"{prefix.removesuffix('.0/24')}.77")
        assert lab.pulls(), prefix
    assert len(lab.running.control.cloud.all(FormerAddress)) == 4
    assert lab.connects("100.118.28.44"), "for a while, for those who looked it up before"


def test_with_the_one_address_that_was_pinged_a_move_is_the_end(lab: Lab) -> None:
    lab.example.storage = ("100.118.28.44/32",)
    lab.example.apply()
    lab.network.settled()
    assert lab.pulls()
    lab.move("100.118.28.77")
    assert not lab.pulls()


def test_a_registry_that_dies_is_started_again(lab: Lab, caplog: pytest.LogCaptureFixture) -> None:
    def answers() -> bool:
        said = lab.network.exec("ecs1", ["crane", "digest", HELLO], environ={"DOCKER_CONFIG": str(lab.folder)})
        return said.returncode == 0

    assert answers()
    os.kill(registry_process(lab.folder), signal.SIGKILL)
    assert until(answers, 60)
    assert "the registry cri-demo1234 in vpc-bp1demo ended with code" in caplog.text
    assert "the registry cri-demo1234 in vpc-bp1demo is started again" in caplog.text


def registry_process(folder: Path) -> int:
    """The registry whose configuration lies below a folder."""
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            arguments = (entry / "cmdline").read_bytes().split(b"\0")
            if arguments[1:2] == [b"serve"] and arguments[2].startswith(bytes(folder)):
                return int(entry.name)
    raise LookupError(f"no registry runs for {folder}")


def test_wrong_passwords_and_unsigned_requests_are_refused(lab: Lab) -> None:
    lab.example.apply()
    lab.network.settled()
    (lab.folder / "config.json").write_text("{}")
    assert "UNAUTHORIZED" in lab.crane("digest", HELLO).stderr
    bucket = "https://cri-demo1234-registry.oss-cn-hangzhou-internal.aliyuncs.com/docker/registry"
    said = lab.network.exec("ecs2", [sys.executable, "-c", GET, bucket])
    assert said.stdout.startswith("403")
    assert "<Code>AccessDenied</Code>" in said.stdout


def test_each_vpc_sees_its_own_names(lab: Lab) -> None:
    assert lab.network.exec("ecs1", ["getent", "hosts", REGISTRY]).stdout.split() == ["10.0.0.20", REGISTRY]
    assert lab.network.exec("ecs2", ["getent", "hosts", REGISTRY]).returncode == 2
    lab.example.apply()
    lab.network.settled()
    assert lab.network.exec("ecs2", ["getent", "hosts", REGISTRY]).stdout.split() == ["10.0.0.20", REGISTRY]
