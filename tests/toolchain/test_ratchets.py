"""Rules of the house that no other tool checks; the numbers only ever go down."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("acree_infra", "acree_sandbox", "toolchain", "scripts", "bench", "tests")
LONGEST_FILE = 400
SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b(?P<rest>.*)")
UNCOVERED = re.compile(r"#\s*pragma:\s*no" + " cover")


def _sources(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from (path for path in sorted((ROOT / room).rglob("*.py")) if ".venv" not in path.parts)


def _lines(*rooms: str) -> Iterator[tuple[str, str]]:
    for path in _sources(*rooms):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            yield f"{path.relative_to(ROOT)}:{number}", line


def _has_no_reason(line: str) -> bool:
    match = SILENCED.search(line)
    return match is not None and re.search(r"(?:\s#\s*|\s[-–]\s)\w", match["rest"]) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = 1  # noqa" + ": S101", True),
        ("x = 1  # type" + ": ignore[misc]", True),
        ("x = 1  # noqa" + ": S101  # the shell is ours", False),
        ("x = 1  # type" + ": ignore[misc]  # no types in there", False),
        ("x = 1  # an ordinary remark", False),
    ],
)
def test_reasons_are_recognised(line: str, expected: bool) -> None:
    assert _has_no_reason(line) is expected


def test_every_silenced_check_has_its_reason_beside_it() -> None:
    here = str(Path(__file__).relative_to(ROOT))
    assert [where for where, line in _lines(*ROOMS) if _has_no_reason(line) and not where.startswith(here)] == []


def test_no_file_is_too_long() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in _sources(*ROOMS)}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_line_is_left_out_of_coverage() -> None:
    assert [where for where, line in _lines(*ROOMS) if UNCOVERED.search(line)] == []


def test_every_file_with_tests_is_collected() -> None:
    holds_tests = re.compile(r"^\s*(?:async )?def test_", re.MULTILINE)
    lost = [
        str(path.relative_to(ROOT))
        for path in _sources("tests")
        if holds_tests.search(path.read_text()) and not path.name.startswith("test_")
    ]
    assert lost == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in _sources("tests")}
    assert [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()] == []
