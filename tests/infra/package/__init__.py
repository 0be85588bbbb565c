"""Tests of the component for other programs."""
