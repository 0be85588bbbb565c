"""World files: what exists in a sandbox before anything is applied to it."""
