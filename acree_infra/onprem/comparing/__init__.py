"""What to enter on a device whose running configuration is at hand: one way of comparing per kind of grammar."""
