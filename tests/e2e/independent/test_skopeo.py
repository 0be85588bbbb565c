"""Skopeo, a registry client of other authors than crane, from a host of the network."""

from __future__ import annotations

import hashlib
import json
import subprocess

import pytest

from acree_sandbox.services.images.seed import IMAGES
from tests.e2e.independent.tools import need
from tests.e2e.network.lab import HELLO, Lab
from tests.e2e.network.worked_example import REGISTRY

pytestmark = pytest.mark.e2e

LAYERS = f"docker://{REGISTRY}/demo/layers:1.0"


def skopeo(lab: Lab, *arguments: str, host: str = "ecs2") -> subprocess.CompletedProcess[str]:
    """Run it on a host, with the sandbox's CA as the only trusted one and the login of the lab."""
    login = ("--authfile", str(lab.folder / "config.json"))
    command = (need("skopeo"), "--insecure-policy", "--command-timeout=60s", *arguments, *login)
    return lab.network.exec(host, command, timeout=120)


def test_it_pulls_what_crane_pulls(lab: Lab) -> None:
    target = lab.folder / "layers"
    assert skopeo(lab, "copy", LAYERS, f"dir:{target}").returncode != 0, "nothing joins the VPCs yet"
    lab.example.apply()
    lab.network.settled()
    said = skopeo(lab, "copy", LAYERS, f"dir:{target}")
    assert said.returncode == 0, said.stderr
    blobs = [path for path in target.iterdir() if path.name not in {"manifest.json", "version"}]
    assert len(blobs) == 6, "five layers and the configuration"
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in blobs)
    digest = hashlib.sha256((target / "manifest.json").read_bytes()).hexdigest()
    assert lab.crane("digest", f"{REGISTRY}/demo/layers:1.0").stdout.strip() == f"sha256:{digest}"


def test_it_inspects(lab: Lab) -> None:
    lab.example.apply()
    lab.network.settled()
    said = skopeo(lab, "inspect", f"docker://{HELLO}")
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert (found["Digest"], found["RepoTags"]) == (IMAGES["demo/hello", "1.0"]().digest, ["1.0"])
    raw = json.loads(skopeo(lab, "inspect", "--raw", f"docker://{REGISTRY}/demo/platforms:1.0").stdout)
    assert raw["mediaType"] == "application/vnd.oci.image.index.v1+json"


def test_what_it_pushes_is_what_crane_finds(lab: Lab) -> None:
    lab.example.apply()
    lab.network.settled()
    copy = f"{REGISTRY}/team/skopeo:1.0"
    said = skopeo(lab, "copy", f"docker://{HELLO}", f"docker://{copy}")
    assert said.returncode == 0, said.stderr
    assert lab.crane("digest", copy).stdout.strip() == IMAGES["demo/hello", "1.0"]().digest
    assert lab.crane("validate", "--remote", copy).returncode == 0


def test_without_the_login_it_is_refused(lab: Lab) -> None:
    lab.example.apply()
    lab.network.settled()
    (lab.folder / "config.json").write_text("{}")
    said = skopeo(lab, "inspect", f"docker://{HELLO}")
    assert said.returncode != 0
    assert "unauthorized" in said.stderr.lower() or "authentication required" in said.stderr.lower(), said.stderr


def test_storage_that_moves_is_followed(lab: Lab) -> None:
    lab.example.apply()
    for number, prefix in enumerate(lab.example.storage):
        lab.move(f"{prefix.removesuffix('.0/24')}.88")
        said = skopeo(lab, "copy", f"docker://{HELLO}", f"dir:{lab.folder / str(number)}")
        assert said.returncode == 0, said.stderr
