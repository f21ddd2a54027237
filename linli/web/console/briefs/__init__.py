"""The console's pages of briefs."""
