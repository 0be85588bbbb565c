"""The engine with our program."""
