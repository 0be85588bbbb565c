"""The sandbox's own certificate authority: made once, kept in the state folder, trusted by whoever is told to."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

CA_FILE = "ca.pem"
_CA_KEY = "ca-key.pem"


class Authority:
    """Issues server certificates; everything is made at first use and reused from then on.

    Args:
        folder: where certificates and keys are; made when missing.

    Attributes:
        ca_file: the certificate that clients are to trust (``SSL_CERT_FILE``).
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._key = folder / _CA_KEY
        self.ca_file = folder / CA_FILE

    def issue(self, *names: str) -> Path:
        """Return a file with key and certificate chain for hosts.

        Args:
            names: host names, wildcards and addresses, such as ``localhost``, ``*.example.com``, ``127.0.0.1``.
        """
        mark = sha256(" ".join(names).encode()).hexdigest()[:12]
        path = self._folder / f"server-{mark}.pem"
        if not (path.exists() and self.ca_file.exists()):
            self._make(path, names)
        return path

    def _make(self, path: Path, names: tuple[str, ...]) -> None:
        import trustme  # noqa: PLC0415  # takes 0.1 s to import and is needed only the first time

        if self.ca_file.exists() and self._key.exists():
            authority = trustme.CA.from_pem(self.ca_file.read_bytes(), self._key.read_bytes())
        else:
            authority = trustme.CA(organization_name="acree sandbox")
            _write(self._key, authority.private_key_pem.bytes())
            _write(self.ca_file, authority.cert_pem.bytes())
        leaf = authority.issue_cert(*names)
        _write(path, leaf.private_key_pem.bytes() + b"".join(part.bytes() for part in leaf.cert_chain_pems))


def _write(path: Path, content: bytes) -> None:
    aside = path.with_suffix(".new")
    descriptor = os.open(aside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    aside.replace(path)
