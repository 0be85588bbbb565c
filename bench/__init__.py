"""Figures: what is measured, against what, with the aims. Run by `make bench`, never as a test."""
