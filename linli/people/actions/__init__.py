"""Writes of this room, by noun; each needs a right, is one transaction and leaves its line among the changes."""
