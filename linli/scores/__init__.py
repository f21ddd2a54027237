"""What the counts say: indicators, comparisons, fair ranking, the index, warnings. Reads tallies, never a case."""
