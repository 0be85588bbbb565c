"""The parts of the description: one file for each kind of namespace."""
