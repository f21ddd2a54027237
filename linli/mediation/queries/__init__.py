"""Reading rooms."""
