"""Reading what people write: what of it names somebody, what is in danger, which matter it is. Nothing about writers."""
