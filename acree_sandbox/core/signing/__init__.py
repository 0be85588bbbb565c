"""Who is calling: the two signature algorithms that clients use, and the check of key, time and nonce."""
