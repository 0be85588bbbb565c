"""The Ecs service, version 2014-05-26: commands on instances by Cloud Assistant."""

from acree_sandbox.api.ecs import commands, results

__all__ = ["commands", "results"]
