"""The environment in which a client of the cloud finds the sandbox instead: nothing else about it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

PRODUCTS = ("CBN", "VPC", "CR", "PVTZ", "STS", "ECS", "LOCATION", "BSSOPENAPI", "VPCPEER", "EXPRESSCONNECTROUTER")


def environment(
    *, endpoint: str, ca_file: str, key: str, secret: str, resolver: str, front_door: str, hosts: Iterable[str]
) -> Mapping[str, str]:
    """Variables for a child process.

    Args:
        endpoint: `host:port` of the API.
        ca_file: CA certificate that clients are to trust, and the only one.
        key: access key id.
        secret: its secret.
        resolver: `address:port` of the DNS server.
        front_door: `address:port` where the registry's names answer.
        hosts: those names.
    """
    found = {f"{product}_ENDPOINT": endpoint for product in PRODUCTS}
    found |= {
        "SSL_CERT_FILE": ca_file,
        "ALICLOUD_ACCESS_KEY": key,
        "ALICLOUD_SECRET_KEY": secret,
        "ALIBABA_CLOUD_ACCESS_KEY_ID": key,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": secret,
        "ALIBABA_CLOUD_ACCOUNT_TYPE": "Domestic",
        "ACREE_RESOLVERS": resolver,
        "ACREE_CONNECT_TO": ",".join(f"{host}:443={front_door}" for host in hosts),
        "NO_PROXY": "127.0.0.1,localhost",
    }
    return found
