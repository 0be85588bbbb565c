"""What both strongSwan families share: how a proposal is written."""

from __future__ import annotations

from acree_infra.onprem.proposals import Proposal


def proposal(chosen: Proposal) -> str:
    """A proposal in swanctl's words, for example `aes256-sha256-modp2048`."""
    group = f"-modp{chosen.group.bits}" if chosen.group else ""
    return f"aes{chosen.encryption.bits}-{chosen.integrity}{group}"
