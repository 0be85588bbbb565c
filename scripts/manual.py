"""The manual pages, made from the same parsers as `--help`."""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Iterator
from importlib.metadata import version

from acree_infra.cli import main as acree
from acree_infra.cli.help import parts
from acree_infra.cli.parser import whole_parser
from acree_sandbox.cli import main as sandbox
from scripts.environment import ENVIRONMENT
from scripts.exit_codes import EXIT_CODES

_EDITION = "2026-11-24"
"""Date of the pages; a page needs one, and the day on which it is made would change it every day."""
_WIDTH = 64
"""Columns of usage and of source lines, with room for what escapes add."""


def manuals() -> dict[str, str]:
    """Every page by file name."""
    return {
        "acree.1": _acree(),
        "acree-sandbox.1": _sandbox(),
    }


def _acree() -> str:
    parser = whole_parser(acree.VERBS)
    lines = [*_head(parser), *_verbs(parser, acree.VERBS), ".SH EXIT STATUS"]
    for code, name, when, _ in EXIT_CODES:
        lines += [".TP", f".B {code}", _running(f"{name}. {when}")]
    lines += [".SH ENVIRONMENT", *_environment([name for name in ENVIRONMENT if name != "acree-sandbox"])]
    lines += [".SH FILES"]
    lines += [".TP", r".I stacks/Pulumi.STACK.yaml", "The stack file: what is wanted."]
    lines += [".TP", r".I stacks/STACK.lock.yaml", _text("The lock file: what was learned outside; `acree resolve`.")]
    lines += [".SH SEE ALSO", r".BR acree\-sandbox (1),", ".BR pulumi (1)"]
    return "\n".join(lines) + "\n"


def _sandbox() -> str:
    parser = sandbox.whole_parser()
    lines = [*_head(parser), *_verbs(parser, sandbox.VERBS), ".SH ENVIRONMENT", *_environment(["acree-sandbox"])]
    lines += [".SH SEE ALSO", ".BR acree (1)"]
    return "\n".join(lines) + "\n"


def _head(parser: argparse.ArgumentParser) -> Iterator[str]:
    told = str(parser.description).rstrip(".")
    yield '.\\" Written by `python -m scripts.reference`; change the code, not this page.'
    yield f'.TH {_text(parser.prog.upper())} 1 {_EDITION} "acree {version("acree")}" "User Commands"'
    yield ".SH NAME"
    yield f"{_text(parser.prog)} \\-"
    yield _running(told[0].lower() + told[1:])
    yield ".SH SYNOPSIS"
    yield f".B {_text(parser.prog)}"
    yield ".I VERB"
    yield "[options]"
    yield ".SH DESCRIPTION"
    yield _running(str(parser.description))
    yield "Each verb tells of itself:"
    yield f".B {_text(parser.prog)}"
    yield r".I VERB"
    yield r".BR \-\-help ."


def _verbs(parser: argparse.ArgumentParser, verbs: dict[str, str]) -> Iterator[str]:
    yield ".SH VERBS"
    of_verbs = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))  # noqa: SLF001  # argparse has no public way
    for name in verbs:
        verb: argparse.ArgumentParser = of_verbs.choices[name]
        yield f".SS {_text(verb.prog)}"
        yield _running(str(verb.description))
        yield ".PP"
        yield from _usage(verb)
        for action in verb._actions:  # noqa: SLF001  # as above
            if not isinstance(action, argparse._HelpAction):  # noqa: SLF001  # as above
                yield from (".TP", f".B {_text(_called(verb, action))}", _running(_help(verb, action)))
        told, examples = parts(verb.epilog or "")
        if told:
            yield from (".PP", _running(" ".join(told.split())))
        if examples:
            yield from (".PP", "Examples:", ".PP", ".nf", ".RS")
            yield from (_text(example) for example in examples)
            yield from (".RE", ".fi")


def _usage(verb: argparse.ArgumentParser) -> Iterator[str]:
    yield from (".nf", ".RS")
    verb.formatter_class = lambda prog: argparse.HelpFormatter(prog, width=_WIDTH)
    behind = len("usage: ")
    yield from (_text(line[behind:], leading=True) for line in verb.format_usage().rstrip().splitlines())
    yield from (".RE", ".fi")


def _called(verb: argparse.ArgumentParser, action: argparse.Action) -> str:
    """An option with its value, as help shows it."""
    return verb._get_formatter()._format_action_invocation(action)  # noqa: SLF001  # argparse has no public way


def _help(verb: argparse.ArgumentParser, action: argparse.Action) -> str:
    return " ".join(verb._get_formatter()._expand_help(action).split()) if action.help else ""  # noqa: SLF001  # as above


def _environment(readers: list[str]) -> Iterator[str]:
    for reader in readers:
        for name, meaning in ENVIRONMENT[reader]:
            yield from (".TP", f".B {_text(name)}", _running(meaning.replace("`", "")))


def _running(text: str) -> str:
    """Running text in lines of the page's source; none of them begins as a request would."""
    return "\n".join(map(_text, textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)))


def _text(text: str, *, leading: bool = False) -> str:
    """Text that the formatter of manual pages shows as it is.

    Args:
        text: one line.
        leading: keep blanks at its start.
    """
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("`", r"\(ga").replace("'", r"\(aq")
    escaped = re.sub(r"[^\x00-\x7f]", lambda found: f"\\[u{ord(found[0]):04X}]", escaped)
    if not leading:
        escaped = escaped.strip()
    return f"\\&{escaped}" if escaped.startswith((".", " ")) else escaped
