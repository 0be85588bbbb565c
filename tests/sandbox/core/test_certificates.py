import ssl
import sys
from pathlib import Path

import pytest
from cryptography import x509

from acree_sandbox.core.certificates import Authority


def names_of(path: Path) -> list[str]:
    certificate = x509.load_pem_x509_certificates(path.read_bytes())[0]
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [str(name.value) for name in names]


def test_a_certificate_names_its_hosts(tmp_path: Path) -> None:
    names = ("127.0.0.1", "localhost", "*.oss-cn-hangzhou.aliyuncs.com")
    assert names_of(Authority(tmp_path).issue(*names)) == list(names)


def test_everything_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Authority(tmp_path)
    path = first.issue("localhost")
    content, authority = path.read_bytes(), first.ca_file.read_bytes()
    monkeypatch.setitem(sys.modules, "trustme", None)  # importing it would fail
    again = Authority(tmp_path)
    assert again.issue("localhost").read_bytes() == content
    assert again.ca_file.read_bytes() == authority


def test_later_certificates_come_from_the_same_authority(tmp_path: Path) -> None:
    Authority(tmp_path).issue("localhost")
    authority = (tmp_path / "ca.pem").read_bytes()
    path = Authority(tmp_path).issue("registry.internal")
    leaf = x509.load_pem_x509_certificates(path.read_bytes())[0]
    leaf.verify_directly_issued_by(x509.load_pem_x509_certificate(authority))
    assert (tmp_path / "ca.pem").read_bytes() == authority


def test_a_lost_authority_is_replaced_with_what_it_issued(tmp_path: Path) -> None:
    old = Authority(tmp_path).issue("localhost").read_bytes()
    (tmp_path / "ca.pem").unlink()
    new = Authority(tmp_path)
    path = new.issue("localhost")
    assert path.read_bytes() != old
    leaf = x509.load_pem_x509_certificates(path.read_bytes())[0]
    leaf.verify_directly_issued_by(x509.load_pem_x509_certificate(new.ca_file.read_bytes()))


def test_files_load_into_a_server_context_and_are_private(tmp_path: Path) -> None:
    path = Authority(tmp_path).issue("localhost")
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path)
    assert [file.name for file in tmp_path.iterdir() if file.stat().st_mode & 0o077] == []
