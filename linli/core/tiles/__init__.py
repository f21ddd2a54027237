"""Vector tiles (Mapbox Vector Tile 2.1): where a tile lies, shapes as its commands, layers as its bytes. Pure."""

from linli.core.tiles.commands import points, polygons
from linli.core.tiles.encoding import Layer, encode
from linli.core.tiles.frame import EXTENT, MEDIA_TYPE, PIXELS, Bounds, Frame

__all__ = ["EXTENT", "MEDIA_TYPE", "PIXELS", "Bounds", "Frame", "Layer", "encode", "points", "polygons"]
