"""Asking: which model is in use, what it makes of a text, how good it is."""
