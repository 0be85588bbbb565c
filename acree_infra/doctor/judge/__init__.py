"""From facts to results: what the probe saw, against what the files say. The same for every vantage."""
