"""The stack file: what is wanted."""
