"""Changing the map. Every action is one transaction that raises the map's version and writes down who did what."""

from linli.places.actions.boundaries import BoundariesReport, How, import_boundaries
from linli.places.actions.divisions import DivisionsReport, import_divisions
from linli.places.actions.grids import (
    AreaChanged,
    deactivate,
    draw_grid,
    merge_grids,
    read_polygon,
    rename,
    reshape,
    split_grid,
)
from linli.places.actions.schematic import make_grids, make_schematic
from linli.places.actions.versions import record_change

__all__ = [
    "AreaChanged",
    "BoundariesReport",
    "DivisionsReport",
    "How",
    "deactivate",
    "draw_grid",
    "import_boundaries",
    "import_divisions",
    "make_grids",
    "make_schematic",
    "merge_grids",
    "read_polygon",
    "record_change",
    "rename",
    "reshape",
    "split_grid",
]
