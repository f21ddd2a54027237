"""Changing rooms: one verb, one transaction, one entry."""
