"""`acree doctor`: the pull, leg by leg, from here, from another host, or by what a script has seen there."""

from __future__ import annotations

import argparse
from pathlib import Path

from acree_infra.cli.options import add_output, add_stack
from acree_infra.errors import ConfigError

PLATFORM = "linux/amd64"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_stack(parser)
    add_output(parser, "text", "json", "markdown", "junit")
    parser.add_argument("--image", default="", metavar="REPO[:TAG|@DIGEST]", help="follow this image to its layers")
    parser.add_argument("--platform", default=PLATFORM, help="for an image of several (default: %(default)s)")
    parser.add_argument(
        "--from",
        dest="origins",
        action="append",
        default=[],
        metavar="ecs:ID|ssh:HOST",
        help="run on this host in a VPC or a data center; repeatable, all at once",
    )
    parser.add_argument("--site", default="", help="the data center that the host must belong to")
    parser.add_argument("--script", action="store_true", help="write a script that looks from a host nobody can reach")
    parser.add_argument(
        "--answers",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="judge what that script printed; repeatable; - for standard input",
    )
    parser.add_argument("--only", action="append", default=[], metavar="LEG", help="registry, auth or oss; repeatable")
    parser.add_argument("--skip", action="append", default=[], metavar="LEG|CHECK", help="leave it out; repeatable")
    parser.add_argument("--live", action="store_true", help="read each planned route's state in the cloud too")
    parser.add_argument("--wait", default="0", metavar="TIME", help="repeat until it passes, such as 120s")
    parser.add_argument("--timeout", default="5", metavar="TIME", help="for each phase (default: %(default)s s)")
    parser.add_argument("--temporary-password", action="store_true", help="ask the registry's API for a password")
    parser.add_argument("--send-credentials", action="store_true", help="hand them to the host of --from too")
    parser.add_argument("-q", "--quiet", action="store_true", help="show no progress")
    parser.epilog = (
        "Changes nothing. Credentials: ACREE_REGISTRY_USERNAME and ACREE_REGISTRY_PASSWORD, else docker's own; "
        "a host of --from gets none unless told so: Cloud Assistant keeps commands, SSH keeps none. ssh:[user@]host"
        "[:port] is what your ssh makes of it. Ends with 4 when a check failed, 5 when it stopped for safety. "
        "examples: acree doctor -s dev --image team/app:1.2 --wait 120s;  "
        "acree doctor -s dev --from ecs:i-uf6abc --from ssh:root@10.50.0.10;  "
        "acree doctor -s dev --script --site tokyo -o look.sh;  "
        "acree doctor -s dev --answers answers.json"
    )


def run(options: argparse.Namespace) -> int:
    """Follow the pull, or write the script that does, or judge what it printed."""
    _check(options)
    from acree_infra.cli.debug import hush_libraries  # light, but `--help` does without

    hush_libraries()
    if options.script:
        from acree_infra.cli.doctor_script import write_script  # 0.2 s that `--help` does without

        return write_script(options)
    if options.answers:
        from acree_infra.cli.doctor_script import judge_answers  # as above

        return judge_answers(options)
    from acree_infra.cli.doctor_look import look  # as above

    return look(options)


def _check(options: argparse.Namespace) -> None:
    """Refuse options that do not go together, before anything is read."""
    given = [name for name, is_given in _given(options).items() if is_given]
    for option, refused in _REFUSED.items():
        clash = next((name for name in given if name in refused), "")
        if option in given and clash:
            raise ConfigError(f"{option} and {clash} do not go together", remedy=_WHY[option])


def _given(options: argparse.Namespace) -> dict[str, bool]:
    return {
        "--script": options.script,
        "--answers": bool(options.answers),
        "--from": bool(options.origins),
        "--site": bool(options.site),
        "--image": bool(options.image),
        "--platform": options.platform != PLATFORM,
        "--only": bool(options.only),
        "--skip": bool(options.skip),
        "--live": options.live,
        "--wait": options.wait != "0",
        "--temporary-password": options.temporary_password,
        "--send-credentials": options.send_credentials,
        "--format": options.format != "text",
    }


_THERE = frozenset({"--from", "--wait", "--temporary-password", "--send-credentials"})
_REFUSED = {
    "--script": _THERE | {"--answers", "--live", "--format"},
    "--answers": _THERE | {"--site", "--image", "--platform", "--only", "--skip"},
}
_WHY = {
    "--script": "the script holds no secret and runs by itself: what it prints is judged later, by --answers",
    "--answers": "what was looked at is settled: say it where the script is made, beside --script",
}
