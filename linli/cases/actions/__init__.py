"""Verbs that change cases. Each is one transaction."""
