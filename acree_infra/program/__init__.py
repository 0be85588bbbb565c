"""The Pulumi program: realises a plan, and decides nothing."""
