"""Where a tile lies: its bounds in degrees, and from degrees to its own whole numbers (Web Mercator, north is up)."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
EXTENT = 2048
"""Steps along the side of a tile: a quarter of a pixel each."""
PIXELS = 512
"""Of a screen along the side of a tile, as MapLibre shows vector tiles."""
MARGIN = 64
"""Steps that shapes reach beyond the tile, so that no border shows where tiles meet."""
DEEPEST = 22

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The tile `x` from the west and `y` from the north at zoom `z`. Raises ValueError where there is none."""

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        if not (0 <= self.z <= DEEPEST and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z):
            raise ValueError(f"there is no tile {self.z}/{self.x}/{self.y}")

    def bounds(self, margin: int = 0) -> Bounds:
        """West, south, east, north in degrees, so many steps wider on each side."""
        slack = margin / EXTENT
        west, east = self._lon(self.x - slack), self._lon(self.x + 1 + slack)
        return west, self._lat(self.y + 1 + slack), east, self._lat(self.y - slack)

    def steps(self, lonlat: Floats) -> Ints:
        """Longitudes and latitudes (n × 2) as steps from the tile's north-western corner, eastward and southward."""
        sides = 2.0**self.z
        across = (lonlat[:, 0] + 180) / 360 * sides - self.x
        sine = np.sin(np.radians(np.clip(lonlat[:, 1], -85.06, 85.06)))
        down = (0.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * sides - self.y
        steps: Ints = np.rint(np.column_stack([across, down]) * EXTENT).astype(np.int64)
        return steps

    def _lon(self, x: float) -> float:
        return float(x / 2**self.z * 360 - 180)

    def _lat(self, y: float) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / 2**self.z))))
