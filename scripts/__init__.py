"""Programs for people who work on acree; users need none of them."""
