"""nftables: the leak guard, the openings and the segment size, in a table of its own."""

from __future__ import annotations

from acree_infra.onprem.family import FAMILIES, Family, one_file
from acree_infra.onprem.reading.nftables import read

NFTABLES = FAMILIES.register(
    Family(
        name="nftables",
        title="nftables",
        covers=frozenset({"guards", "segments", "openings"}),
        drafts=one_file("acree.nft", "{site}.nft"),
        read=read,
        incomparable="its file replaces its own table when it is loaded, and touches no other",
        words={"outside": "eth0"},
    )
)
