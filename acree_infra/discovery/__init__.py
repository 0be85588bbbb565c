"""What is learned outside, and the lock file that keeps it."""
