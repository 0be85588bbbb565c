"""What every emulated service stands on: calls, parameters, signatures, state over time, faults, the server."""
