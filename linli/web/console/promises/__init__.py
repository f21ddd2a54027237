"""Pages of the promises ledger."""
