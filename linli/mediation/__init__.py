"""Disputes between people: the way to whoever can end one."""
