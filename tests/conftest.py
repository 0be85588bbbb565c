"""What every test gets: a clean environment, no skips in CI, and the engine for those that run it."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from acree_toolchain.environment import variables
from acree_toolchain.layout import current

pytest_plugins = ["pytester", "tests.no_skips"]

# What would send a test, or a program that it starts, to another place than the test says.
_FOREIGN_PREFIXES = ("ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", "AWS_", "PULUMI_")
_FOREIGN_SUFFIXES = ("_PROXY", "_ENDPOINT", "_CA_BUNDLE")
_FOREIGN_NAMES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def is_foreign(name: str) -> bool:
    """Tells whether a variable names a proxy, certificates, a cloud account or the engine's own settings."""
    upper = name.upper()
    return upper.startswith(_FOREIGN_PREFIXES) or upper.endswith(_FOREIGN_SUFFIXES) or upper in _FOREIGN_NAMES


@pytest.fixture(scope="session", autouse=True)
def _clean_environment() -> Iterator[None]:
    """Takes foreign variables away, for the tests and for every program that they start."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if is_foreign(name)]:
            patch.delenv(name)
        patch.setenv("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")  # the SDKs would ask a host outside for keys
        patch.setenv("PULUMI_ERROR_OUTPUT_STRING", "1")  # an Output inside a text is an error, not a help text
        yield


@pytest.fixture(scope="session")
def engine_environment(_clean_environment: None) -> dict[str, str]:
    """Gives the whole environment for a program that runs the real engine: PATH, home, this virtual environment.

    Fails with the command to run when the toolchain has not been built.
    """
    environ = {**os.environ, **variables(current(), os.environ)}
    programs = str(Path(sys.executable).parent)
    return {**environ, "PATH": os.pathsep.join((programs, environ["PATH"])), "VIRTUAL_ENV": sys.prefix}
