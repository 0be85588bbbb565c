"""Object storage behind the registry: the part of the S3 protocol that a registry and its clients use."""
