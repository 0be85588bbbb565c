"""Which judge reads which fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from acree_infra.doctor.case import Case
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.judge.image import judge_blob, judge_manifest, judge_storage
from acree_infra.doctor.judge.lines import judge_tcp, judge_tls
from acree_infra.doctor.judge.names import judge_dns
from acree_infra.doctor.judge.tokens import judge_challenge, judge_realm, judge_token
from acree_infra.doctor.result import CheckResult

Judge = Callable[[Case, Fact], Iterator[CheckResult]]

JUDGES: Mapping[str, Judge] = MappingProxyType(
    {
        "dns": judge_dns,
        "tcp": judge_tcp,
        "tls": judge_tls,
        "challenge": judge_challenge,
        "realm": judge_realm,
        "token": judge_token,
        "manifest": judge_manifest,
        "blob": judge_blob,
        "storage": judge_storage,
    }
)
"""By the step of the fact."""


def judged(case: Case, fact: Fact) -> tuple[CheckResult, ...]:
    """The results that a fact gives."""
    return tuple(JUDGES[fact.step](case, fact))
