"""Reading: tallies as series, neighbours, and what the room keeps. Nothing here writes."""
