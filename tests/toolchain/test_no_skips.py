"""In CI a skip is a failure: a test that stops running must not look like one that passes."""

import pytest

SKIPS = """
import pytest

def test_runs():
    pass

def test_skips_itself():
    pytest.skip("no engine here")

@pytest.mark.skip(reason="not now")
def test_is_marked():
    pass

@pytest.mark.xfail(reason="known", strict=True)
def test_fails_as_known():
    assert False
"""

FILE_SKIPS = """
import pytest

pytest.skip("no such machine", allow_module_level=True)
"""


def _run(pytester: pytest.Pytester, text: str) -> pytest.RunResult:
    pytester.makepyfile(text)
    return pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:cacheprovider", "-p", "tests.no_skips")


@pytest.mark.parametrize("value", ["true", "1", "True"])
def test_skips_fail_in_ci(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CI", value)
    result = _run(pytester, SKIPS)
    result.assert_outcomes(passed=1, failed=1, errors=1, xfailed=1)
    result.stdout.fnmatch_lines(["*nothing may be skipped when CI=true (*no engine here*)*"])
    result.stdout.fnmatch_lines(["*nothing may be skipped when CI=true (*not now*)*"])


@pytest.mark.parametrize("value", ["", "false", "0"])
def test_skips_are_allowed_elsewhere(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CI", value)
    _run(pytester, SKIPS).assert_outcomes(passed=1, skipped=2, xfailed=1)


def test_a_file_that_skips_itself_fails_in_ci(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    result = _run(pytester, FILE_SKIPS)
    assert result.ret != pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["*nothing may be skipped when CI=true (*no such machine*)*"])


def test_a_file_that_skips_itself_is_allowed_elsewhere(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    _run(pytester, FILE_SKIPS).assert_outcomes(skipped=1)
