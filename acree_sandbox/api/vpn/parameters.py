"""What several VPN actions take: encryption, BGP, health checks, tunnels, lists of prefixes, routes."""

from __future__ import annotations

from collections.abc import Collection

from acree_sandbox.api.vpc.parameters import Range, Unserved
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.kinds import Parameter
from acree_sandbox.core.parameters import address, boolean, integer, records, structure, text
from acree_sandbox.core.records import Value

LONGEST_LIFETIME = 86400
LONGEST_KEY = 100
LARGEST_ASN = 2**32 - 1
ENCRYPTIONS = ("aes", "aes192", "aes256", "des", "3des")
HASHES = ("md5", "sha1", "sha256", "sha384", "sha512")
GROUPS = ("group1", "group2", "group5", "group14")
IPSEC_GROUPS = ("disabled", *GROUPS)
VERSIONS = ("ikev1", "ikev2")
MODES = ("main", "aggressive")
TUNNEL_SPACE = "169.254.0.0/16"


class Key(Parameter):
    """A pre-shared key; what was sent is not repeated in a refusal."""

    def parse(self, text: str) -> Value | None:
        """Return the key; ApiError when it is too long or not printable."""
        if len(text) > LONGEST_KEY or not text.isprintable() or " " in text:
            raise ApiError(
                "IllegalParam.Psk",
                f'The parameter "{self.name}" is not valid: wanted 1 to {LONGEST_KEY} printable characters, no spaces.',
            )
        return text or None


class Choice(Parameter):
    """One of several words; the provider sends an empty one for what its program left out."""

    def __init__(self, name: str, choices: Collection[str]) -> None:
        super().__init__(name, choices=choices)

    def parse(self, text: str) -> Value | None:
        """Return the word, None for an empty one."""
        return super().parse(text) if text else None


class Subnets(Parameter):
    """Several IPv4 prefixes with commas between them."""

    def parse(self, text: str) -> Value | None:
        """Return the prefixes; ApiError for the first that is none."""
        one = Range(self.name, code=self.code)
        return [found for part in text.split(",") if (found := one.parse(part.strip()))] or None


IKE = (
    Key("Psk"),
    Choice("IkeVersion", VERSIONS),
    Choice("IkeMode", MODES),
    Choice("IkeEncAlg", ENCRYPTIONS),
    Choice("IkeAuthAlg", HASHES),
    Choice("IkePfs", GROUPS),
    integer("IkeLifetime", minimum=1, maximum=LONGEST_LIFETIME),
    text("LocalId"),
    text("RemoteId"),
)
IPSEC = (
    Choice("IpsecEncAlg", ENCRYPTIONS),
    Choice("IpsecAuthAlg", HASHES),
    Choice("IpsecPfs", IPSEC_GROUPS),
    integer("IpsecLifetime", minimum=1, maximum=LONGEST_LIFETIME),
)
BGP = (
    boolean("EnableBgp"),
    integer("LocalAsn", minimum=1, maximum=LARGEST_ASN),
    Range("TunnelCidr"),
    address("LocalBgpIp"),
)
TUNNEL = (
    text("TunnelId"),
    integer("TunnelIndex", minimum=1, maximum=2),
    Choice("Role", ("master", "slave")),
    text("CustomerGatewayId"),
    boolean("EnableDpd"),
    boolean("EnableNatTraversal"),
    Unserved("RemoteCaCertificate"),
    structure("TunnelIkeConfig", *IKE),
    structure("TunnelIpsecConfig", *IPSEC),
    structure("TunnelBgpConfig", *BGP),
)
HEALTH = tuple(
    field
    for case in (str.lower, str.capitalize)
    for field in (
        boolean(case("enable")),
        address(case("dip")),
        address(case("sip")),
        integer(case("interval"), minimum=1),
        integer(case("retry"), minimum=1),
    )
)
CONNECTION = (
    text("CustomerGatewayId"),
    boolean("EffectImmediately"),
    boolean("AutoConfigRoute"),
    boolean("EnableDpd"),
    boolean("EnableNatTraversal"),
    boolean("EnableTunnelsBgp"),
    structure("IkeConfig", *IKE, Unserved("RemoteCaCertificate")),
    structure("IpsecConfig", *IPSEC),
    structure("BgpConfig", *BGP),
    structure("HealthCheckConfig", *HEALTH, Choice("Policy", ("revoke_route", "reserve_route"))),
    records("TunnelOptionsSpecification", *TUNNEL),
)
"""What is said of a connection when it is made and when it is changed."""

WEIGHTS = ("0", "100")


def subnets(name: str, *, required: bool = False) -> Parameter:
    """Declare prefixes with commas between them, read with ``request.texts(name)``."""
    return Subnets(name, required=required, code=f"IllegalParam.{name}")


def route_prefix(name: str, *, required: bool = True) -> Parameter:
    """Declare a prefix of a route, read with ``request.text(name)``."""
    return Range(name, required=required, code=f"IllegalParam.{name}")


def weight(name: str = "Weight", *, required: bool = False) -> Parameter:
    """Declare a weight, 0 or 100; read with ``request.text(name)``."""
    return text(name, required=required, choices=WEIGHTS, code=f"IllegalParam.{name}")
