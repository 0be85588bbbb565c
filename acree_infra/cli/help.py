"""How help stands on the terminal: running text in lines, each example on a line of its own."""

from __future__ import annotations

import argparse
import re

_EXAMPLES = re.compile(r"\s*\bexamples?:\s")
_NEXT = re.compile(r";  |\n")
"""Between two examples: no command needs two blanks behind a semicolon."""


class Help(argparse.HelpFormatter):
    """Help of a verb whose epilog may end with `examples: …;  …`."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        told, examples = parts(text)
        filled = super()._fill_text(told, width, indent) if told else ""
        if not examples:
            return filled
        listed = "\n".join(f"{indent}  {example}" for example in examples)
        title = f"{indent}{'example' if len(examples) == 1 else 'examples'}:"
        return f"{filled}\n\n{title}\n{listed}" if filled else f"{title}\n{listed}"


def parts(epilog: str) -> tuple[str, list[str]]:
    """Running text of an epilog, and its examples.

    Args:
        epilog: as a verb declares it: text, then `examples: ` and commands, each on a line of its own or with `;` and
            two blanks between them.
    """
    told, *behind = _EXAMPLES.split(epilog, maxsplit=1)
    return told.strip(), [example.strip() for example in _NEXT.split(behind[0])] if behind else []
