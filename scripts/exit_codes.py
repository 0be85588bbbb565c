"""What `acree` tells a pipeline, as the reference says it."""

from __future__ import annotations

EXIT_CODES = (
    (0, "done", "Nothing stands in the way.", "go on"),
    (1, "failed", "The engine failed, a disk is full, somebody said no, or acree has a fault.", "read the message"),
    (2, "wrong files or wrong use", "A file or an option is wrong, missing or stale.", "mend what the message names"),
    (3, "the account refused", "Credentials or permissions are missing.", "grant what the message names"),
    (
        4,
        "a look-up or a check failed",
        "A name has no answer, a packet is dropped, a resource failed.",
        "`acree doctor`",
    ),
    (
        5,
        "a rule refused",
        "A rule or a rail refuses, or it is not the reviewed plan.",
        "change it, or `--accept RAIL=REASON`",
    ),
    (7, "changes where none were expected", "`--expect-no-changes`, `--check`, `drift`, `onprem diff`.", "review them"),
    (130, "interrupted", "Ctrl-C; nothing was half-written.", "run it again"),
    (141, "the reader has gone", "What read the output has ended, as `head` does.", "nothing"),
)
"""Code, what it is called, when it comes, what to do."""


def exit_codes_page() -> list[str]:
    """The page's lines behind its title."""
    lines = ["| code | name | when | what to do |", "|---|---|---|---|"]
    lines += [f"| {code} | {name} | {when} | {do} |" for code, name, when, do in EXIT_CODES]
    lines += [
        "",
        "`acree fleet` ends with the code of the stack that ended worst: 1, then 3, 2, 5, 4, 7, then 0.",
        "`acree-sandbox` ends with 0, with 1 when it cannot do it, with 2 for wrong use; its `run`, `exec` and",
        "`capture` end as what they ran.",
    ]
    return lines
