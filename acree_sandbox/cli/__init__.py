"""The command `acree-sandbox`: one file per verb."""
