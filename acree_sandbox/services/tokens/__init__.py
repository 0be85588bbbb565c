"""The auth service of the registry: who may do what, said in signed tokens."""
