"""The probe as one file: what Python 3.6 can run, and the same code as here."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

from acree_infra.doctor.bundle import probe_source
from acree_infra.doctor.facts import read_facts
from acree_infra.doctor.job import make_job
from tests.infra.doctor.lab import Lab

# What came after Python 3.6, as far as this code might be tempted.
NEWER = {
    "removeprefix",
    "removesuffix",
    "fromisoformat",
    "dataclasses",
    "contextvars",
    "perf_counter_ns",
    "nullcontext",
    "verify_message_hint",
}
MODULES = {
    "base64",
    "errno",
    "hashlib",
    "http",
    "json",
    "os",
    "re",
    "socket",
    "ssl",
    "struct",
    "sys",
    "threading",
    "time",
    "urllib",
}


def test_it_has_the_syntax_of_python_3_6() -> None:
    tree = ast.parse(probe_source(), feature_version=(3, 6))
    for node in ast.walk(tree):
        assert not isinstance(node, ast.NamedExpr | ast.AnnAssign | ast.Match)
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not node.args.posonlyargs
        if isinstance(node, ast.Attribute):
            assert node.attr not in NEWER
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            raise AssertionError("no union of mappings or types")


def test_no_format_string_holds_a_text_that_older_ones_cannot_quote() -> None:
    for node in ast.walk(ast.parse(probe_source())):
        if isinstance(node, ast.FormattedValue):
            inside = [part for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
            assert not any(isinstance(part.value, str) for part in inside)


def test_it_needs_the_standard_library_only() -> None:
    found = set()
    for node in ast.walk(ast.parse(probe_source())):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    assert found == MODULES


def test_no_name_is_defined_twice() -> None:
    tree = ast.parse(probe_source())
    named = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    named += [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    assert len(named) == len(set(named))


def test_no_text_of_it_runs_over_several_lines() -> None:
    for node in ast.walk(ast.parse(probe_source())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert node.lineno == node.end_lineno


def test_it_runs_alone(site: Lab) -> None:
    job = make_job(site.case, site.order())
    command = [sys.executable, "-I", "-S", "-c", probe_source()]
    done = subprocess.run(
        command, capture_output=True, text=True, env={"ACREE_JOB": json.dumps(dict(job))}, timeout=60, check=False
    )
    assert done.stderr == ""
    steps = [fact.step for fact in read_facts(done.stdout, "x")]
    assert steps.count("storage") == 2
