"""Puts the probe's modules together into one file that a bare Python 3.6 runs.

Annotations, docstrings and imports of one another are taken out; the rest is the very code that runs in this
process, so that a host's answer means the same as a local one.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.resources import files

_PROBE = "acree_infra.doctor.probe"
_MODULES = (
    ("acree_infra", "tls"),
    *((_PROBE, name) for name in ("wire", "names", "reading", "ways", "pull", "script")),
)
_TYPING_ONLY = frozenset({"__future__", "typing", "collections.abc"})
_PACKAGE = "acree_infra"
_INDENT = re.compile(r"^ +", re.MULTILINE)
"""No text of the probe runs over several lines, so every space at the begin of a line is indentation."""


@cache
def probe_source() -> str:
    """The whole probe as one Python file; calling its `main` is the last line."""
    body: list[ast.stmt] = []
    for package, name in _MODULES:
        source = files(package).joinpath(f"{name}.py").read_text(encoding="utf-8")
        body += _Bare().visit(ast.parse(source)).body
    imports = {ast.unparse(node): node for node in body if isinstance(node, ast.Import | ast.ImportFrom)}
    rest = [node for node in body if not isinstance(node, ast.Import | ast.ImportFrom)]
    module = ast.Module([*(imports[text] for text in sorted(imports)), *rest], type_ignores=[])
    text = ast.unparse(ast.fix_missing_locations(module))
    return "\n".join([_INDENT.sub(lambda spaces: " " * (len(spaces[0]) // 4), text), "main()", ""])


class _Bare(ast.NodeTransformer):
    """Takes out what only people and type checkers read."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom | None:  # the name that ast calls
        module = node.module or ""
        return None if module in _TYPING_ONLY or module.partition(".")[0] == _PACKAGE else node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt | None:  # same
        if node.value is None or ast.unparse(node.annotation) == "TypeAlias":
            return None
        self.generic_visit(node)
        return ast.copy_location(ast.Assign([node.target], node.value), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:  # same
        node.returns = None
        self.generic_visit(node)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:  # same
        self.generic_visit(node)
        return None if isinstance(node.value, ast.Constant) else node
