"""Changing the map. Every action is one transaction that raises the map's version and writes down who did what."""

from linli.places.actions.divisions import DivisionsReport, import_divisions
from linli.places.actions.schematic import make_grids, make_schematic
from linli.places.actions.versions import record_change

__all__ = ["DivisionsReport", "import_divisions", "make_grids", "make_schematic", "record_change"]
