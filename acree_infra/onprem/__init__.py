"""Configurations for the devices of a data center: what the plan means for the other end of the line."""
