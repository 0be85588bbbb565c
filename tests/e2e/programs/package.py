"""A program of somebody else that has acree's component among its own, in Python or as programs of other languages do.

How it comes by the component is told by the variable BY, and which stack file it has by STACK_FILE.
"""

import os
from typing import Any

import pulumi

from acree_infra.package import PrivateRegistryAccess

STACK_FILE = os.environ["STACK_FILE"]
pulumi.export("own", "something of this program's own")
if os.environ["BY"] == "import":
    access = PrivateRegistryAccess("images", {"stack_file": STACK_FILE})
    pulumi.export("digest", access.plan_digest)
    pulumi.export("routers", access.transit_routers)
else:
    asked: dict[str, Any] = {"stackFile": STACK_FILE, "planDigest": None, "transitRouters": None}
    served = pulumi.ComponentResource("acree:index:PrivateRegistryAccess", "images", asked, remote=True)
    pulumi.export("digest", vars(served)["planDigest"])
    pulumi.export("routers", vars(served)["transitRouters"])
