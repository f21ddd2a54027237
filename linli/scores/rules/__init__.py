"""Pure decisions over counts: baselines, tails, thresholds. No database, no clock."""
