"""acree as a component of other Pulumi programs.

In Python: `from acree_infra.package import PrivateRegistryAccess`. In other languages the engine starts
`pulumi-resource-acree`, which serves the same component as `acree:index:PrivateRegistryAccess`.
"""

from acree_infra.package.access import Access, PrivateRegistryAccess

__all__ = ["Access", "PrivateRegistryAccess"]
