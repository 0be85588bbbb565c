"""A report as Markdown, for a pull request or a ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator

from acree_infra.doctor.result import CheckResult, DoctorReport

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def markdown_lines(report: DoctorReport) -> Iterator[str]:
    """The whole report: a table for each leg, then what to do."""
    image = f", image {_cell(report.image)}" if report.image else ""
    yield f"## acree doctor: {report.outcome}"
    yield ""
    yield f"Stack {_cell(report.stack)}, from {_cell(report.vantage)}{image}."
    for leg in report.legs:
        yield ""
        yield f"### {leg.leg}: {leg.outcome}"
        yield ""
        yield "| check | host | address | outcome | ms | cause |"
        yield "|---|---|---|---|---:|---|"
        yield from (_row(result) for result in leg.checks)
    remedies = dict.fromkeys((result.code, result.remedy) for result in report.checks if result.code)
    if remedies:
        yield ""
        yield "### What to do"
        yield ""
        yield from (f"- `{code}`: {_cell(remedy)}" for code, remedy in remedies)


def _row(result: CheckResult) -> str:
    took = "" if result.milliseconds is None else f"{result.milliseconds:.1f}"
    outcome = f"**{result.outcome}**" if result.code else str(result.outcome)
    cause = f"`{result.code}` {_cell(result.cause)}" if result.code else _cell(result.cause)
    cells = (result.check, _cell(result.host), _cell(result.address), outcome, took, cause)
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """Text that others had a hand in, so that it forms no table, no link and no HTML."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
