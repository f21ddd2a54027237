"""What the counts say: indicators, comparisons, fair ranking, the index, warnings. Reads tallies, never a case."""
"""What counts say: indicators, comparisons, fair ranking, the index, warnings, briefs. Reads tallies, never a case."""
