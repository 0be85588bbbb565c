"""One file per device family: what it covers, its files, its words, what it cannot do."""
