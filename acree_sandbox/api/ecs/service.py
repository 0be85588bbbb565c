"""The service object of ECS."""

from __future__ import annotations

from acree_sandbox.core.registry import Service

ECS = Service("Ecs", "2014-05-26")
