"""Pure decisions over counts. No database, no clock."""
