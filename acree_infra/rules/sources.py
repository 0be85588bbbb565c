"""What rules rest on, in a line each; `docs/facts.md` has them all, with how acree treats them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "S8": "Basic Edition transit routers do not route between regions",
        "S9": "For pulls in several regions, replicating images is recommended",
        "S11": "Their addresses must not collide with what the client's side uses already",
        "S18": "Routes follow from these addresses; they may cost money",
        "K1": "May a VPC table have routes inside 100.64.0.0/10? The API page says no, the samples create them",
        "K2": "Does the client's transit router need static routes?",
        "K4": "Two regions list the same /27",
        "K5": "48 or 200 custom routes on a VBR?",
        "K6": "How many linked VPCs?",
        "K9": "Route the one pinged storage address, or all ranges?",
        "K10": "Which zones can a router use?",
        "K11": "Must the access region of an AnyTunnel entry be the service region?",
        "N2": "Auth host and addresses of a VPC request, and how often they change",
        "N3": "Auth host and addresses of a VPC request, and how often they change",
        "N5": "Routes per transit router table",
        "N7": "Linked VPCs per edition",
        "N8": "What public resolvers answer for internal names",
        "N11": "Whether the published ranges are complete for your account",
        "N13": "Whether a CCN is accepted as the access region of an AnyTunnel entry",
        "N14": "Whether limits of VPN connections that were written in 2021 still hold",
        "N15": "Realm and storage host behind a custom domain",
    }
)
"""Short text by id: S what the product's page says, K where pages contradict each other, N what is not known."""

_IDS = re.compile(r"\b[SKN][1-9][0-9]?\b")


def sources_of(text: str) -> dict[str, str]:
    """The facts that a text names, in its order."""
    return {name: SOURCES[name] for name in _IDS.findall(text)}
