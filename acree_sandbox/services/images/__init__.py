"""The images that every registry of the sandbox begins with, made here without any download."""
