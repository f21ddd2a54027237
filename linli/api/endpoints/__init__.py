"""Endpoints by what they are about. Each translates, makes one domain call and translates back."""
