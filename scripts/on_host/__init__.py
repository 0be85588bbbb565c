"""Programs that run on a host of the sandbox's network; they stand alone, with the standard library only."""
