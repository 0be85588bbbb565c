"""One self-contained page: style, script and data stand in it, and its own policy lets it ask nothing of anyone.

The Content-Security-Policy names the one style and the one script by their digest: whatever a name from a stack file
says, no other code runs. Templates escape every value; data for the script is JSON without `<`, `>`, `&` and `'`.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup


def page(template: str, values: Mapping[str, object], data: Mapping[str, object]) -> str:
    """A page as HTML.

    Args:
        template: file name in `templates/`; it extends `page.html`.
        values: what the template needs.
        data: what the script needs.
    """
    style, script = _asset("page.css"), _asset("page.js")
    text = (
        environment()
        .get_template(template)
        .render(
            **values,
            style=style,
            script=script,
            policy=policy(style, script),
            data=htmlsafe_json_dumps(data, separators=(",", ":"), ensure_ascii=False),
        )
    )
    return text.rstrip("\n") + "\n"


@cache
def environment() -> Environment:
    """Templates that escape every value, and refuse one that is missing."""
    return Environment(
        loader=PackageLoader("acree_infra.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def policy(style: str, script: str) -> str:
    """What the page may do: run this script, use this style, nothing else; an icon is its own empty one."""
    return (
        f"default-src 'none'; script-src {digest(script)}; style-src {digest(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def digest(text: str) -> str:
    """A source of a Content-Security-Policy that allows just this text."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(name: str) -> Markup:
    """A file that stands in the page as it is: ours, so it needs no escaping."""
    text = files("acree_infra.reports").joinpath("templates", name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704  # our own file, no value in it
