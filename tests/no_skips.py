"""A pytest plugin: where CI=true, a skipped test is a failed one, so that nothing goes unproved unseen."""

import os
from collections.abc import Generator

import pytest


def _must_run() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)


def _refuse(report: pytest.TestReport | pytest.CollectReport) -> None:
    report.longrepr = f"nothing may be skipped when CI=true ({_reason(report)})"
    report.outcome = "failed"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns the report of a skipped test into a failure; expected failures stay what they are."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and _must_run():
        _refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Does the same for a file that skips itself while it is read."""
    report = yield
    if report.skipped and _must_run():
        _refuse(report)
    return report
