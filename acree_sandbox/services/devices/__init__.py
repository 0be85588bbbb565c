"""Devices of data centers: what a person loads onto them, and takes off again."""
