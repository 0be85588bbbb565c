"""DNS: lines for the hosts file of every host, or of a node pool's script (5.3)."""

from __future__ import annotations

from acree_infra.onprem.comparing.lines import compare_lines
from acree_infra.onprem.families.dns import needs_records
from acree_infra.onprem.family import FAMILIES, Family, one_file
from acree_infra.onprem.reading.dns import read_hosts

HOSTS = FAMILIES.register(
    Family(
        name="hosts",
        title="hosts lines",
        covers=frozenset({"hosts"}),
        drafts=one_file("hosts", "{site}.hosts"),
        read=read_hosts,
        compare=compare_lines,
        needs_path=False,
        reasons=needs_records,
    )
)
