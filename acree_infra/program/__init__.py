"""Pulumi components that realise a plan; the only room that imports pulumi."""
