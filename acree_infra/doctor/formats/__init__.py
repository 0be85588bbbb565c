"""A report in the forms that people and pipelines read."""
