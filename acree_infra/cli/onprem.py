"""`acree onprem`: what a data center's devices need, and what to enter on one that runs."""

from __future__ import annotations

import argparse
import codecs
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.options import add_stack
from acree_infra.errors import ConfigError, PolicyError

if TYPE_CHECKING:
    from acree_infra.onprem.family import Family
    from acree_infra.onprem.keys import Keys
    from acree_infra.onprem.view import SiteView

_DIFF = "diff"
_PLACE = re.compile(r"(?:/[\w.-]+)+/?", re.ASCII)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.usage = "acree onprem [diff] SITE --family FAMILY [options]"
    parser.add_argument("words", nargs="+", metavar="[diff] SITE", help="the site; with `diff`, what to enter there")
    parser.add_argument("--family", action="append", default=[], help="a device family; again for another one")
    parser.add_argument("-o", "--output", type=Path, help="write to this folder: FOLDER/FAMILY/…")
    parser.add_argument("--running", type=Path, help="with `diff`: the running configuration, as the device prints it")
    parser.add_argument(
        "--place", default="/etc/acree", help="where FOLDER will be on the device (default: %(default)s)"
    )
    parser.add_argument("--with-secrets", action="store_true", help="put keys instead of references; needs --output")
    parser.add_argument("--secrets", type=Path, help="JSON file of keys by reference (default: standard input)")
    add_stack(parser)
    parser.epilog = (
        "diff ends with 7 when there is something to enter. examples: acree onprem tokyo --family frr -s prod;  "
        "acree onprem diff tokyo --family cisco-ios-xe --running edge.cfg -s prod"
    )


def run(options: argparse.Namespace) -> int:
    """Render a site, or compare it."""
    comparing, site = _words(options.words)
    _check(options, comparing=comparing)
    running = _running(options.running) if comparing else ""
    from acree_infra.onprem.all_families import FAMILIES  # 0.2 s that `--help` does without

    families = [FAMILIES.get(name) for name in dict.fromkeys(options.family)]
    view = _view(options, site)
    if comparing:
        return _compare(view, families[0], running)
    return _render(options, view, families)


def _words(words: list[str]) -> tuple[bool, str]:
    if len(words) == 1:
        return False, words[0]
    if len(words) == len((_DIFF, "SITE")) and words[0] == _DIFF:
        return True, words[1]
    raise ConfigError(f"expected a site, or `diff` and a site, found {' '.join(words)}")


def _check(options: argparse.Namespace, *, comparing: bool) -> None:
    """Refuse options that do not go together, before anything is read."""
    if not options.family:
        from acree_infra.onprem.all_families import FAMILIES  # only for the error

        raise ConfigError("for which device family?", remedy=f"add --family, one of {', '.join(FAMILIES.names)}")
    if options.with_secrets and options.output is None:
        raise ConfigError("keys are never printed", remedy="name a folder to write to: --output FOLDER")
    if options.secrets is not None and not options.with_secrets:
        raise ConfigError("--secrets names keys that are not asked for", remedy="add --with-secrets, or leave it out")
    if not _PLACE.fullmatch(options.place):
        raise ConfigError(
            f"expected --place to be a folder on the device, from its root, found {options.place!r}",
            remedy="write it with letters, digits and ./_- only, such as /etc/acree: shells and daemons read it",
        )
    if comparing and (options.running is None or len(set(options.family)) != 1 or options.output is not None):
        raise ConfigError("`diff` takes one --family, --running FILE, and no --output")
    if not comparing and options.running is not None:
        raise ConfigError("--running belongs to `acree onprem diff SITE`")


def _view(options: argparse.Namespace, site: str) -> SiteView:
    from acree_infra.cli.judged import judged  # as in `run`
    from acree_infra.onprem.of_plan import view_of  # as in `run`

    found = judged(options)
    stopping = [each for each in found.findings if each.severity.stops]
    if stopping:
        lines = [f"  {each.rule} {each.name}, {each.where}: {each.message}" for each in stopping]
        raise PolicyError("\n".join([f"rules stop stack {found.stack.name}; nothing was rendered:", *lines]))
    if found.plan.waiting:
        raise ConfigError(
            f"there is nothing to render yet: {found.plan.waiting}", remedy="run `pulumi up`, then `acree resolve`"
        )
    return view_of(found.plan, site)


def _keys(options: argparse.Namespace) -> Keys:
    from acree_infra.onprem.keys import REFERENCES, Keys  # as in `run`

    if not options.with_secrets:
        return REFERENCES
    source = options.secrets or "standard input"
    try:
        text = sys.stdin.read() if options.secrets is None else options.secrets.read_text(encoding="utf-8")
        found = json.loads(text)
    except (OSError, ValueError) as error:  # the text of a JSON error would show what it found
        raise ConfigError(f"{source} holds no JSON that can be read ({type(error).__name__})") from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ConfigError(f"expected keys by reference in {source}, as in {{{_EXAMPLE}}}")
    return Keys(found)


_EXAMPLE = '"tokyo-vpn-gateway-1": "…"'


def _render(options: argparse.Namespace, view: SiteView, families: list[Family]) -> int:
    from acree_infra.cli.folder import FileToWrite, write_folder  # as in `run`
    from acree_infra.cli.streams import emit  # as in `run`
    from acree_infra.onprem.family import Place  # as in `run`
    from acree_infra.onprem.rendering import render  # as in `run`

    keys = _keys(options)
    made = [
        (f"{family.name}/{file.path}", file)
        for family in families
        for file in render(view, family, keys, Place(f"{options.place.rstrip('/')}/{family.name}"))
    ]
    if options.output is not None:
        write_folder(options.output, [FileToWrite(path, file.text, file.mode) for path, file in made])
        emit("".join(f"{options.output / path}\n" for path, _ in made))
    elif len(made) == 1:
        emit(made[0][1].text)
    else:
        emit("\n".join(f"==> {path} <==\n{file.text}" for path, file in made))
    return ExitCode.DONE


def _running(path: Path) -> str:
    """What a device printed: what is not ours can be in any encoding, and Windows' shells save UTF-16."""
    try:
        found = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    wide = found.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return found.decode("utf-16" if wide else "utf-8-sig", errors="replace")


def _compare(view: SiteView, family: Family, running: str) -> int:
    from acree_infra.cli.streams import emit  # as in `run`
    from acree_infra.onprem.changes import changes_on  # as in `run`

    changes = changes_on(view, family, running)
    emit("".join(f"{line}\n" for line in changes.lines))
    return ExitCode.DONE if changes.nothing else ExitCode.CHANGED
