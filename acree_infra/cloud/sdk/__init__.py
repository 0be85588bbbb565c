"""The readers, by the official SDKs."""
