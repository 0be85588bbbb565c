#!/usr/bin/env python3
"""Runs docker-registry 2.8 where the sandbox wants a registry: `older_registry.py serve CONFIGURATION`.

Its storage driver always names the bucket in the path, so it is given the bucket's own host as the endpoint; the rest
of the configuration is what version 3 gets.
"""

import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit


def main() -> None:
    """Write the changed configuration beside the given one, and become the registry."""
    given = Path(sys.argv[2])
    content = json.loads(given.read_text(encoding="utf-8"))
    storage = content["storage"]["s3"]
    storage["regionendpoint"] = f"https://{storage['bucket']}.{urlsplit(storage['regionendpoint']).hostname}"
    changed = given.with_suffix(".older.json")
    changed.touch(mode=0o600)
    changed.write_text(json.dumps(content), encoding="utf-8")
    os.execvp("docker-registry", ["docker-registry", "serve", str(changed)])  # noqa: S606  # that is its purpose


if __name__ == "__main__":
    main()
