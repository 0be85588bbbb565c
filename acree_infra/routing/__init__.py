"""Tables, hops, the plan and the trace of a packet."""
