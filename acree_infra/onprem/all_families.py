"""Registers every device family: importing this fills `FAMILIES`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from acree_infra.onprem import families
from acree_infra.onprem.family import FAMILIES

for _module in sorted(module.name for module in iter_modules(families.__path__)):
    import_module(f"{families.__name__}.{_module}")

__all__ = ["FAMILIES"]
