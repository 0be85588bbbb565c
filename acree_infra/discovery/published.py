"""The published OSS ranges of each region, as shipped with the package (3.4).

Every region has fixed internal ranges inside 100.64.0.0/10, and OSS moves its address freely inside them, so all
of them are routed (G6). Rows of a region that has closed stay in the table, marked by date: they explain an old
route and must not make a new one (G20).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from ipaddress import IPv4Network

from acree_infra.errors import ConfigError

_TABLE = "oss_vip_ranges.csv"
_ABOUT = "oss_vip_ranges.json"


@dataclass(frozen=True, slots=True)
class RegionRanges:
    """What is published for one region.

    Attributes:
        region: region id.
        endpoints: internal endpoints without the bucket; those of finance regions do not follow the region id.
        ranges: every range, without duplicates, sorted.
        published: date of the page that lists them; None where only an undated edition does.
        historic: whether the region has closed (G20).
    """

    region: str
    endpoints: tuple[str, ...]
    ranges: tuple[IPv4Network, ...]
    published: date | None
    historic: bool


@dataclass(frozen=True, slots=True)
class PublishedRanges:
    """The whole table.

    Attributes:
        regions: by region id; a region that publishes none is absent (G7).
        published: date of the page that lists the current ranges.
        digest: `sha256:…` of the table.
    """

    regions: Mapping[str, RegionRanges]
    published: date
    digest: str


def parse(table: str, about: str) -> PublishedRanges:
    """Read the table (CSV text: region, endpoint, cidr, source) and what is known about it (JSON text).

    Raises:
        ConfigError: the table is not the one that its digest names.
    """
    known = json.loads(about)
    digest = hashlib.sha256(table.encode()).hexdigest()
    if digest != known["sha256"]:
        raise ConfigError(
            f"{_TABLE}: expected the table with SHA-256 {known['sha256']}, found {digest}",
            remedy=f"install acree again, or, after a reviewed change of the table, write its digest into {_ABOUT}",
        )
    page = date.fromisoformat(known["published"])
    historic = {region: date.fromisoformat(day) for region, day in known["historic"].items()}
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table)):
        rows.setdefault(row["region"], []).append(row)
    regions = {
        region: RegionRanges(
            region=region,
            endpoints=tuple(sorted({row["endpoint"] for row in found})),
            ranges=tuple(sorted({IPv4Network(row["cidr"]) for row in found})),
            published=None if region in known["undated"] else historic.get(region, page),
            historic=region in historic,
        )
        for region, found in sorted(rows.items())
    }
    return PublishedRanges(regions, page, f"sha256:{digest}")


@cache
def published_ranges() -> PublishedRanges:
    """The table that ships with the package; read once.

    Its digest is taken with Unix line ends, so that a checkout that changes them does no harm.
    """
    data = files("acree_infra.discovery") / "data"
    table = (data / _TABLE).read_bytes().replace(b"\r\n", b"\n").decode()
    return parse(table, (data / _ABOUT).read_text(encoding="utf-8"))
