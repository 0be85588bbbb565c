"""The configuration of a registry process."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.services.challenge import realm_of, service_of
from acree_sandbox.services.objects.signatures import AccessKey
from acree_sandbox.services.tokens.signer import ISSUER

PORT = 443


@dataclass(frozen=True, slots=True)
class Files:
    """Files of a registry process: certificate with key, CA, and the secret that its replicas share."""

    certificate: Path
    ca_file: Path
    secret: str


def bucket_of(instance: RegistryInstance) -> tuple[str, str]:
    """Bucket and storage endpoint of an instance: the first label of the bucket's host, and the rest (S12, S13)."""
    bucket, _, endpoint = instance.bucket_host().partition(".")
    return bucket, endpoint


def configuration(instance: RegistryInstance, address: str, files: Files, key: AccessKey) -> dict[str, object]:
    """Return what the registry reads.

    Args:
        instance: the instance that it is.
        address: the address of the link, where it listens.
        files: see `Files`.
        key: key of the object storage.
    """
    bucket, endpoint = bucket_of(instance)
    return {
        "version": "0.1",
        "log": {"level": "error", "accesslog": {"disabled": True}},
        "storage": {
            "s3": {
                "region": instance.region,
                "regionendpoint": f"https://{endpoint}",
                "bucket": bucket,
                "accesskey": key.id,
                "secretkey": key.secret,
                "secure": True,
                "forcepathstyle": False,
            },
            "redirect": {"disable": False},
            "delete": {"enabled": True},
        },
        "http": {
            "addr": f"{address}:{PORT}",
            "secret": files.secret,
            "tls": {"certificate": str(files.certificate), "key": str(files.certificate)},
        },
        "auth": {
            "token": {
                "realm": realm_of(instance),
                "service": service_of(instance),
                "issuer": ISSUER,
                "rootcertbundle": str(files.ca_file),
            }
        },
        "health": {"storagedriver": {"enabled": False}},
    }


def write(path: Path, content: dict[str, object]) -> None:
    """Write a configuration, which holds secrets, for the owner's eyes only; JSON is YAML."""
    descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(content, stream, indent=1)
