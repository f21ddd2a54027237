"""Reading cases: one case with its rights, lists, search, tallies, the public's view."""
