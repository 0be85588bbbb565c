"""The registry itself: one process of the real program for each VPC that an instance is linked to."""
