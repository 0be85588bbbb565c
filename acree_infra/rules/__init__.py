"""One file per rule; the registry runs them all."""
