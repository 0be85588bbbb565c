"""The environment in which the toolchain's programs are found and stay on this machine."""

import os
import shlex
from collections.abc import Mapping

from acree_toolchain.errors import ToolchainError
from acree_toolchain.layout import Layout


def variables(layout: Layout, environ: Mapping[str, str]) -> dict[str, str]:
    """Gives the variables to set, with their whole values.

    `PULUMI_HOME` becomes the cache folder, because the engine looks for plugins in `<home>/plugins`. Logins of the
    user's own `~/.pulumi` are out of sight in it, which is what runs against a sandbox want.

    Args:
        layout: the cache folder; every part must be there.
        environ: whose PATH is extended.

    Raises:
        ToolchainError: a part is missing.
    """
    missing = layout.missing()
    if missing:
        names = ", ".join(part.name for part in missing)
        raise ToolchainError(f"the toolchain lacks {names} in {layout.root}: run `make toolchain` first")
    return {
        "PATH": os.pathsep.join(filter(None, (str(layout.programs), environ.get("PATH", "")))),
        "PULUMI_HOME": str(layout.root),
        "PULUMI_PARALLEL": environ.get("PULUMI_PARALLEL", "32"),  # the provider mostly sleeps; two cores would give 8
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }


def shell_lines(layout: Layout, environ: Mapping[str, str]) -> list[str]:
    """Writes the same variables as lines that any POSIX shell can `eval`; PATH is extended, not fixed."""
    values = variables(layout, environ) | {"PATH": str(layout.programs)}
    suffix = {"PATH": '"${PATH:+:$PATH}"'}
    return [f"export {name}={shlex.quote(value)}{suffix.get(name, '')}" for name, value in values.items()]
