"""What the emulated cloud answers beside its API: names, the registry's challenge."""
