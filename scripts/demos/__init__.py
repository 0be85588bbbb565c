"""What the demos tell: one file for each kind of story, and the steps that all of them have in common."""
