"""What counts say: indicators, fair ranking, warnings, promises kept. Reads tallies, never a case."""
