"""`acree onprem`: files for devices, keys that nobody sees, and what to enter."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from acree_infra.onprem.all_families import FAMILIES
from tests.infra.cli.conftest import Acree, Write
from tests.infra.onprem.test_of_plan import ATTACHED, GATEWAY
from tests.infra.routing.sites.places import site

KEYS = {"tokyo-vpn-gateway-1": "secret-one", "tokyo-vpn-gateway-2": "secret-two"}


def with_site(*ways: dict[str, Any]) -> Any:  # noqa: ANN401  # a change of the worked example
    def change(stack: dict[str, Any], lock: dict[str, Any]) -> None:
        stack["clients"] = []
        lock["networks"]["vpcs"].pop()
        stack["sites"] = [site(*ways)]

    return change


@pytest.fixture
def data_center(write: Write) -> Path:
    return write(with_site(GATEWAY))


class TestRender:
    """One file is printed, several go to a folder."""

    def test_one_file_is_printed_as_it_is(self, acree: Acree, data_center: Path) -> None:
        result = acree("onprem", "tokyo", "--family", "nftables")
        assert (result.code, result.err) == (0, "")
        assert result.out.startswith("#!/usr/sbin/nft -f\n")
        assert "N6" in result.out

    def test_several_are_told_apart(self, acree: Acree, data_center: Path) -> None:
        out = acree("onprem", "tokyo", "--family", "strongswan").out
        assert "==> strongswan/tokyo.conf <==" in out
        assert "==> strongswan/tokyo.secrets.conf <==" in out
        assert "ACREE-SECRET-tokyo-vpn-gateway-1" in out

    def test_a_folder_is_written(self, acree: Acree, data_center: Path, tmp_path: Path) -> None:
        result = acree(
            "onprem", "tokyo", "--family", "strongswan", "--family", "frr", "-o", "out", "--place", "/opt/tunnels"
        )
        assert result.code == 0
        written = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "out").rglob("*") if path.is_file())
        assert written == sorted(result.out.splitlines())
        assert "out/frr/tokyo.conf" in written
        assert (
            "updown = /opt/tunnels/strongswan/tokyo-vpn-gateway-1.updown"
            in (tmp_path / "out/strongswan/tokyo.conf").read_text()
        )
        script = tmp_path / "out/strongswan/tokyo-interfaces.sh"
        assert stat.S_IMODE(script.stat().st_mode) == 0o755

    @pytest.mark.parametrize("family", FAMILIES.names)
    def test_every_family(self, acree: Acree, data_center: Path, family: str) -> None:
        result = acree("onprem", "tokyo", "--family", family)
        assert result.code == 0, result.err
        assert result.out


class TestSecrets:
    """Keys are put where that is asked for, and are shown nowhere."""

    def test_keys_come_by_standard_input(
        self, acree: Acree, data_center: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(KEYS)))
        result = acree("onprem", "tokyo", "--family", "strongswan", "-o", "out", "--with-secrets")
        assert result.code == 0
        secrets = tmp_path / "out/strongswan/tokyo.secrets.conf"
        assert 'secret = "secret-one"' in secrets.read_text()
        assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
        assert "secret-one" not in result.out + result.err

    def test_or_by_a_file(self, acree: Acree, data_center: Path, tmp_path: Path) -> None:
        (tmp_path / "keys.json").write_text(json.dumps(KEYS))
        options = ("--with-secrets", "--secrets", "keys.json", "-o", "out")
        assert acree("onprem", "tokyo", "--family", "cisco-ios-xe", *options).code == 0
        written = tmp_path / "out/cisco-ios-xe/tokyo.cfg"
        assert "pre-shared-key secret-two" in written.read_text()
        assert stat.S_IMODE(written.stat().st_mode) == 0o600

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("{secret-one", "holds no JSON that can be read"),
            ('["secret-one"]', "expected keys by reference"),
            ('{"tokyo-vpn-gateway-1": 5}', "expected keys by reference"),
            ('{"tokyo-vpn-gateway-1": "secret-one"}', "there is no value for the secret tokyo-vpn-gateway-2"),
            (json.dumps({**KEYS, "tokyo-vpn-gateway-2": "secret-one\n}"}), "not every device takes unquoted"),
        ],
    )
    def test_wrong_keys_are_not_shown(
        self, acree: Acree, data_center: Path, tmp_path: Path, text: str, complaint: str
    ) -> None:
        (tmp_path / "keys.json").write_text(text)
        options = ("--with-secrets", "--secrets", "keys.json", "-o", "out")
        result = acree("onprem", "tokyo", "--family", "strongswan", *options)
        assert (result.code, result.out) == (2, "")
        assert complaint in result.err
        assert "secret-one" not in result.err
        assert not (tmp_path / "out").exists()

    def test_never_to_a_terminal(self, acree: Acree, data_center: Path) -> None:
        result = acree("onprem", "tokyo", "--family", "strongswan", "--with-secrets")
        assert (result.code, result.out) == (2, "")
        assert "keys are never printed; name a folder to write to" in result.err


class TestDiff:
    """What to enter on a device that runs."""

    def test_nothing(self, acree: Acree, data_center: Path, tmp_path: Path) -> None:
        (tmp_path / "edge.cfg").write_text(acree("onprem", "tokyo", "--family", "cisco-ios-xe").out)
        result = acree("onprem", "diff", "tokyo", "--family", "cisco-ios-xe", "--running", "edge.cfg")
        assert (result.code, result.out, result.err) == (0, "", "")

    def test_something(self, acree: Acree, data_center: Path, tmp_path: Path) -> None:
        text = acree("onprem", "tokyo", "--family", "cisco-ios-xe").out
        (tmp_path / "edge.cfg").write_text(text.replace(" ip mtu 1400\n", " ip mtu 1500\n"))
        result = acree("onprem", "diff", "tokyo", "--family", "cisco-ios-xe", "--running", "edge.cfg")
        assert result.code == 7
        assert "  ip mtu 1400" in result.out.splitlines()

    def test_a_file_that_is_not_there(self, acree: Acree, data_center: Path) -> None:
        result = acree("onprem", "diff", "tokyo", "--family", "frr", "--running", "edge.cfg")
        assert (result.code, result.out) == (2, "")
        assert "edge.cfg cannot be read: No such file or directory" in result.err

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
    def test_a_file_in_another_encoding(self, acree: Acree, data_center: Path, tmp_path: Path, encoding: str) -> None:
        text = acree("onprem", "tokyo", "--family", "frr").out
        running = f"hostname edge\ninterface eth0\n description 上海\n!\n{text}"
        (tmp_path / "edge.cfg").write_bytes(running.encode(encoding))
        result = acree("onprem", "diff", "tokyo", "--family", "frr", "--running", "edge.cfg")
        assert (result.code, result.out, result.err) == (0, "", "")

    def test_a_file_of_another_family(self, acree: Acree, data_center: Path, tmp_path: Path) -> None:
        (tmp_path / "edge.cfg").write_text("config system global\nend\n")
        result = acree("onprem", "diff", "tokyo", "--family", "frr", "--running", "edge.cfg")
        assert (result.code, result.out) == (2, "")
        assert "the running configuration is none of FRR; save what `show running-config` prints" in result.err

    def test_a_family_that_cannot(self, acree: Acree, data_center: Path, tmp_path: Path) -> None:
        (tmp_path / "edge.rsc").write_text("/ip route\n")
        result = acree("onprem", "diff", "tokyo", "--family", "mikrotik-routeros", "--running", "edge.rsc")
        assert result.code == 2
        assert "an export leaves out what is a default" in result.err


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("tokyo",), "for which device family?; add --family, one of bind, "),
        (("tokyo", "--family", "frrr"), "there is no device family 'frrr'; did you mean 'frr'? (known: bind, "),
        (("kyoto", "--family", "frr"), "there is no site 'kyoto' in this plan; its sites: tokyo"),
        (("tokyo", "kyoto", "--family", "frr"), "expected a site, or `diff` and a site, found tokyo kyoto"),
        (("diff", "tokyo", "--family", "frr"), "`diff` takes one --family, --running FILE, and no --output"),
        (("tokyo", "--family", "frr", "--running", "f"), "--running belongs to `acree onprem diff SITE`"),
        (("tokyo", "--family", "frr", "--place", "etc/acree"), "expected --place to be a folder on the device"),
        (("tokyo", "--family", "frr", "--place", "/a b;x"), "from its root, found '/a b;x'; write it with letters"),
        (("kyoto", "--family", "frr", "--place", "/opt/x.y_z-1/"), "there is no site 'kyoto'"),
        (("diff", "kyoto", "--family", "frr", "--running", "none.cfg"), "none.cfg cannot be read: No such file"),
        (("tokyo", "--family", "frr", "--secrets", "f"), "--secrets names keys that are not asked for"),
    ],
)
def test_wrong_use_is_explained(acree: Acree, data_center: Path, words: tuple[str, ...], complaint: str) -> None:
    result = acree("onprem", *words)
    assert (result.code, result.out) == (2, "")
    assert complaint in result.err


def test_a_site_may_be_called_diff(acree: Acree, data_center: Path) -> None:
    assert "there is no site 'diff'" in acree("onprem", "diff", "--family", "frr").err


def test_a_plan_that_rules_stop_is_not_rendered(acree: Acree, write: Write) -> None:
    def change(stack: dict[str, Any], lock: dict[str, Any]) -> None:
        with_site(ATTACHED)(stack, lock)
        stack["sites"][0]["cidrs"] = ["100.118.28.0/24"]

    write(change)
    result = acree("onprem", "tokyo", "--family", "frr")
    assert (result.code, result.out) == (5, "")
    assert "nothing was rendered" in result.err
