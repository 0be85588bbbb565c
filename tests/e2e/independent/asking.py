"""Asks names as `acree` does, from the host that it runs on.

Usage: `asking.py look-up RESOLVERS NAME`, or `asking.py auth-leg RESOLVERS`. What was found is written as JSON; what
went wrong as text, and the exit code is 1.
"""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from acree_infra.discovery.auth import RegistryAccess, auth_leg
from acree_infra.discovery.names import look_up
from acree_infra.discovery.surroundings import RESOLVERS, surroundings
from acree_infra.errors import DiscoveryError
from acree_infra.topology.loader import load_stack
from tests.e2e.network.worked_example import REGISTRY

STACK = Path(__file__).resolve().parents[3] / "stacks" / "Pulumi.dev.yaml"


def main(what: str, resolvers: str, *names: str) -> int:
    """Ask, and print what was found."""
    around = surroundings({**os.environ, RESOLVERS: resolvers})
    try:
        if what == "look-up":
            (name,) = names
            found = look_up("the leg", name, around)
            sys.stdout.write(json.dumps([[str(its) for its in found.addresses], found.aliases, found.resolver]))
        else:
            learned = auth_leg(load_stack(STACK), RegistryAccess((REGISTRY,)), around, None, datetime.now(UTC))
            assert learned is not None
            sys.stdout.write(learned.model_dump_json())
    except DiscoveryError as error:
        sys.stdout.writelines(f"{problem.message}\n" for problem in error.problems)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
