"""Changes in the room `documents`: numbers taken, templates put in place."""
