"""The lab, and a folder with the files of its stack."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from acree_infra.discovery.digest import content_digest, inputs_digest
from acree_infra.discovery.lock_writer import write_lock
from acree_infra.topology.loader import load_stack
from tests.infra.doctor.lab import Lab, lab
from tests.infra.samples import stack_data


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture
def folder(site: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the stack and its lock, and an environment that leads to the lab."""
    stacks = tmp_path / "stacks"
    stacks.mkdir()
    path = stacks / "Pulumi.dev.yaml"
    with path.open("w") as file:
        YAML().dump({"config": {f"acree:{key}": value for key, value in stack_data().items()}}, file)
    stack, lock = load_stack(path), site.case.lock
    digests = {"inputs": inputs_digest(stack), "content": content_digest(lock.legs, lock.networks)}
    write_lock(stack, lock.model_copy(update=digests))
    monkeypatch.setenv("ACREE_RESOLVERS", str(site.dns.endpoint))
    monkeypatch.setenv("ACREE_CONNECT_TO", ",".join(f"{place}={target}" for place, target in site.detours.items()))
    monkeypatch.setenv("SSL_CERT_FILE", site.ca_file)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    for name in ("ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY"):
        monkeypatch.setenv(name, "made-up")
    yield stacks
    logging.disable(logging.NOTSET)  # the verb hushes the libraries for its whole process
