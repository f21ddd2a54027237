"""How official documents write dates, amounts and their own numbers. Pure."""
