"""Safe-place indices: compositions of counted matters, kept as data with version and dates."""
