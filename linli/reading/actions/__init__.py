"""Learning and keeping: what people decided becomes a model, a version at a time."""
