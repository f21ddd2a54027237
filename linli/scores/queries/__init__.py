"""What the room of scores reads: tallies, and its own rows."""
