import json
from pathlib import Path

import pytest

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.core.errors import SandboxError
from acree_sandbox.services.challenge import challenge_of
from acree_sandbox.services.objects.signatures import AccessKey
from acree_sandbox.services.registries.configuration import Files, bucket_of, configuration, write
from acree_sandbox.services.registries.processes import need_program

INSTANCE = RegistryInstance(
    id="cri-demo", name="acr-demo", region="cn-hangzhou", auth_host="dockerauth-vpc.cn-hangzhou.aliyuncs.com"
)


def made() -> dict[str, object]:
    files = Files(Path("/c.pem"), Path("/ca.pem"), "shared")
    return configuration(INSTANCE, "10.0.0.20", files, AccessKey("LTAI", "secret"))


def part(document: dict[str, object], *names: str) -> dict[str, object]:
    for name in names:
        inner = document[name]
        assert isinstance(inner, dict)
        document = inner
    return document


def test_the_registry_says_what_the_challenge_says() -> None:
    auth = part(made(), "auth", "token")
    assert challenge_of(INSTANCE) == f'Bearer realm="{auth["realm"]}",service="{auth["service"]}"'
    assert auth["rootcertbundle"] == "/ca.pem"


def test_layers_are_redirected_to_the_buckets_own_name() -> None:
    storage = part(made(), "storage", "s3")
    assert f"{storage['bucket']}.{str(storage['regionendpoint']).removeprefix('https://')}" == INSTANCE.bucket_host()
    assert storage["forcepathstyle"] is False
    assert part(made(), "storage", "redirect") == {"disable": False}


def test_a_custom_bucket_has_its_own_name() -> None:
    own = RegistryInstance(id="cri-1", name="x", region="cn-shanghai", bucket="layers")
    assert bucket_of(own) == ("layers", "oss-cn-shanghai-internal.aliyuncs.com")
    assert bucket_of(INSTANCE) == ("cri-demo-registry", "oss-cn-hangzhou-internal.aliyuncs.com")


def test_it_listens_on_the_address_of_the_link_only() -> None:
    http = part(made(), "http")
    assert http["addr"] == "10.0.0.20:443"
    assert http["tls"] == {"certificate": "/c.pem", "key": "/c.pem"}


def test_the_file_holds_secrets_and_is_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "registry.json"
    write(path, made())
    write(path, made())
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text()) == made()


def test_a_missing_program_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxError, match=r"`registry`, which is not on PATH; run: python3 toolchain/build\.py"):
        need_program()
    (tmp_path / "registry").write_text("#!/bin/sh\n")
    (tmp_path / "registry").chmod(0o755)
    assert need_program() == str(tmp_path / "registry")
