"""What changes through imports."""
