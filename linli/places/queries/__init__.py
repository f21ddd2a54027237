"""Reading areas: from memory, without SQL per call. Nothing here writes."""

from linli.places.queries.areas import (
    AreaRow,
    Moved,
    area,
    areas_under,
    children_of,
    exists,
    heirs,
    is_deepest,
    moved,
    name_of,
    name_path,
    roots,
    search_areas,
)
from linli.places.queries.locating import Located, locate, locate_many
from linli.places.queries.shapes import Outline, boundary_of, bounds_of, centre_of, drawing_zoom, is_schematic, outline
from linli.places.queries.snapshot import catch_up, forget, map_version, warm
from linli.places.queries.text import TextPlace, find_in_text
from linli.places.queries.tiles import AreaTile, Spot, TileSet, area_tile, code_width, codes_near, spots_in, tile_set

__all__ = [
    "AreaRow",
    "AreaTile",
    "Located",
    "Moved",
    "Outline",
    "Spot",
    "TextPlace",
    "TileSet",
    "area",
    "area_tile",
    "areas_under",
    "boundary_of",
    "bounds_of",
    "catch_up",
    "centre_of",
    "children_of",
    "code_width",
    "codes_near",
    "drawing_zoom",
    "exists",
    "find_in_text",
    "forget",
    "heirs",
    "is_deepest",
    "is_schematic",
    "locate",
    "locate_many",
    "map_version",
    "moved",
    "name_of",
    "name_path",
    "outline",
    "roots",
    "search_areas",
    "spots_in",
    "tile_set",
    "warm",
]
