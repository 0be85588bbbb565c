"""Tests of the stack file."""
