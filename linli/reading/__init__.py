"""Reading what people write: what names somebody, what is in danger, which matter it is. Nothing about writers."""
