"""Pure decisions of imports: what a row of a file says."""
