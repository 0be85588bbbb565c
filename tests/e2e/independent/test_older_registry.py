"""Debian's docker-registry in place of the toolchain's: the token server and the routes suit it as well."""

from __future__ import annotations

import re
import subprocess

import pytest

from acree_sandbox.services.images.seed import IMAGES
from tests.e2e.independent.tools import need
from tests.e2e.network.lab import HELLO, Lab
from tests.e2e.network.worked_example import REGISTRY

pytestmark = pytest.mark.e2e


def test_it_is_an_older_one() -> None:
    said = subprocess.run([need("docker-registry"), "--version"], check=True, capture_output=True, text=True).stdout
    assert re.search(r"docker/distribution v?2\.", said), said


def test_it_pulls_and_pushes(older_lab: Lab) -> None:
    assert not older_lab.pulls(), "nothing joins the VPCs yet"
    older_lab.example.apply()
    older_lab.network.settled()
    assert older_lab.pulls(seconds=60)
    assert older_lab.crane("digest", HELLO).stdout.strip() == IMAGES["demo/hello", "1.0"]().digest
    pushed = older_lab.crane("push", str(older_lab.folder / "pulled.tar"), f"{REGISTRY}/team/copy:2.0")
    assert pushed.returncode == 0, pushed.stderr
    said = older_lab.crane("validate", "--remote", f"{REGISTRY}/team/copy:2.0")
    assert said.returncode == 0, said.stderr


def test_a_missing_storage_route_fails_the_pull_but_not_the_manifest(older_lab: Lab) -> None:
    older_lab.example.apply()
    where = ("client VPC", "100.118.28.0/24")
    route = next(its for its in older_lab.example.routes if (its.table, its.destination) == where)
    route.delete()
    older_lab.network.settled()
    assert older_lab.crane("manifest", HELLO).returncode == 0
    assert not older_lab.pulls()
    route.make()
    older_lab.network.settled()
    assert older_lab.pulls(seconds=60)
