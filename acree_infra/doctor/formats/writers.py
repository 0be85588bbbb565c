"""Which format is written by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from acree_infra.doctor.formats.document import report_json
from acree_infra.doctor.formats.junit import junit_xml
from acree_infra.doctor.formats.markdown import markdown_lines
from acree_infra.doctor.formats.text import text_lines
from acree_infra.doctor.result import DoctorReport

WRITERS: Mapping[str, Callable[[DoctorReport], str]] = MappingProxyType(
    {
        "text": lambda report: "\n".join(text_lines(report)) + "\n",
        "json": report_json,
        "markdown": lambda report: "\n".join(markdown_lines(report)) + "\n",
        "junit": junit_xml,
    }
)
"""By the name that `--format` takes; the first is the default."""
