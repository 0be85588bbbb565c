"""Policy pack: the rules, applied to programs that other teams write against the provider's own resources."""
