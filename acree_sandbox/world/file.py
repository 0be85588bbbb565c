"""Loading a world file."""

from __future__ import annotations

from pathlib import Path

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from acree_sandbox.world.catalogue import load_sections
from acree_sandbox.world.reader import Section, WorldError
from acree_sandbox.world.sections import put_all


def load_world(path: Path) -> World:
    """Read a world file.

    The whole file is checked at once by putting it into an empty cloud, so that `up` refuses what is wrong in it.

    Args:
        path: a YAML file.

    Raises:
        WorldError: the file cannot be read, or something in it is wrong; file and key are named.
    """
    content = _parse(path)
    try:
        return world_of(content)
    except WorldError as error:
        raise WorldError(f"{path}: {error}") from error


def world_of(content: object) -> World:
    """Return the world that plain data describe; `load_world` says what can be wrong."""
    load_sections()
    with Section("", content) as whole:
        account = whole.text("account", "1234567890123456")
        with whole.section("keys") as keys:
            given = {name: str(value) for name, value in keys.named()}
        with whole.section("paces") as paces:
            pace = {name: _pace(paces, name, value) for name, value in paces.named()}
        with whole.section("quotas") as quotas:
            quota = {name: _whole_number(quotas, name, value) for name, value in quotas.named()}
        seed = int(whole.number("seed", 0))

        def populate(cloud: Cloud) -> None:
            put_all(cloud, whole)
            whole.refuse_unknown()

        populate(Cloud(World(account=account)))
    defaults = World()
    return World(
        account=account,
        keys=given or defaults.keys,
        seed=seed,
        paces=pace,
        quotas=quota,
        populate=populate,
    )


def _parse(path: Path) -> object:
    from ruamel.yaml import YAML  # noqa: PLC0415  # 0.05 s, and only `up` reads a world
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415  # as above

    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WorldError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise WorldError(f"{path}: wanted UTF-8 text, found other bytes; save the file as UTF-8") from error
    try:
        return YAML(typ="safe").load(text) or {}
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise WorldError(f"{path}:{line}: is not YAML: {error.problem or error.context}") from error
    except (YAMLError, ValueError, RecursionError) as error:  # no such date, no such number, too deep
        raise WorldError(f"{path}: is not YAML: {' '.join(str(error).split())}") from error


def _pace(section: Section, name: str, value: object) -> Pace:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise section.wrong(name, f"wanted seconds, found {value!r}")
    return Pace(seconds=float(value))


def _whole_number(section: Section, name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise section.wrong(name, f"wanted a whole number, found {value!r}")
    return value
