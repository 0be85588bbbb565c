"""One reader per device family: from its own text back to `Facts`.

Readers know a family's grammar, and nothing of the templates: so a template that says something else
than the view is found, and so is a device that does.
"""
