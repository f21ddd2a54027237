"""What changes in the room of scores: one verb, one transaction."""
