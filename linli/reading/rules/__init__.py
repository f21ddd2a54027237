"""Pure rules over texts. No Django, and of Linli nothing but `core`, so that the engine may ask them too (ADR 11)."""
