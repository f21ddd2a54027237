"""Changing the map. Every action is one transaction that raises the map's version and writes down who did what."""

from linli.places.actions.divisions import DivisionsReport, import_divisions

__all__ = ["DivisionsReport", "import_divisions"]
