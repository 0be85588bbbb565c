"""Builds and finds the programs that acree runs but that are not Python packages."""
