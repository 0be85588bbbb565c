"""What runs on a host: the job comes in the environment, the facts leave on standard output as one JSON document."""

from __future__ import annotations

import json
import os
import sys
import threading

from acree_infra.doctor.probe.pull import Pull
from acree_infra.doctor.probe.reading import Fact


def main() -> None:
    """Follow the pull that `ACREE_JOB` describes."""
    facts: list[Fact] = []
    guard = threading.Lock()

    def keep(fact: Fact) -> None:
        with guard:
            facts.append(fact)

    Pull(json.loads(os.environ["ACREE_JOB"]), keep).run()
    json.dump({"schema_version": 1, "by": "python3", "facts": facts}, sys.stdout, separators=(",", ":"))
    sys.stdout.write("\n")
