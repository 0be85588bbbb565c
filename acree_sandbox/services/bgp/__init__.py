"""The cloud's BGP: an FRR of its own for each virtual border router and each tunnel that speaks it."""
