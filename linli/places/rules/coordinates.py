"""WGS84, and the two shifted systems of Chinese maps: GCJ-02 and BD-09. Pure; arrays of longitudes and latitudes.

The shift of GCJ-02 is a published polynomial of the position; what leads back is found by repeating the way there
until it meets, to better than a millimetre. Outside China GCJ-02 is WGS84.
"""

from collections.abc import Callable, Mapping
from typing import Literal, get_args

import numpy as np
import shapely
from numpy.typing import NDArray

System = Literal["wgs84", "gcj02", "bd09"]
SYSTEMS: tuple[System, ...] = get_args(System)

Floats = NDArray[np.float64]
_AXIS = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
_BAIDU = np.pi * 3000.0 / 180.0
_WEST, _SOUTH, _EAST, _NORTH = 72.004, 0.8293, 137.8347, 55.8271


def to_wgs84(xy: Floats, system: System) -> Floats:
    """Longitudes and latitudes (n × 2) of a system, in WGS84."""
    return _BACK[system](np.asarray(xy, dtype=np.float64))


def from_wgs84(xy: Floats, system: System) -> Floats:
    """Longitudes and latitudes (n × 2) in WGS84, in a system."""
    return _FORTH[system](np.asarray(xy, dtype=np.float64))


def shape_to_wgs84(shape: shapely.Geometry, system: System) -> shapely.Geometry:
    """A geometry of a system, in WGS84."""
    return shape if system == "wgs84" else shapely.transform(shape, lambda xy: to_wgs84(xy, system))


def _gcj02(xy: Floats) -> Floats:
    lon, lat = xy[:, 0], xy[:, 1]
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    both = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + both
    north += _waves(y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + both
    east += _waves(x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))
    radians = np.radians(lat)
    magic = 1.0 - _ECCENTRICITY * np.sin(radians) ** 2
    meridian = _AXIS * (1.0 - _ECCENTRICITY) / (magic * np.sqrt(magic))
    parallel = _AXIS / np.sqrt(magic) * np.cos(radians)
    shifted = np.column_stack([lon + np.degrees(east / parallel), lat + np.degrees(north / meridian)])
    return np.where(_in_china(xy)[:, None], shifted, xy)


def _waves(along: Floats, *waves: tuple[float, float]) -> Floats:
    """Sines of heights and widths, two thirds high."""
    total = np.zeros_like(along)
    for height, width in waves:
        total += height * np.sin(along * np.pi / width)
    return total * 2.0 / 3.0


def _in_china(xy: Floats) -> NDArray[np.bool_]:
    lon, lat = xy[:, 0], xy[:, 1]
    return np.asarray((lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH))


def _baidu_from_gcj02(xy: Floats) -> Floats:
    x, y = xy[:, 0], xy[:, 1]
    reach = np.sqrt(x * x + y * y) + 0.00002 * np.sin(y * _BAIDU)
    turn = np.arctan2(y, x) + 0.000003 * np.cos(x * _BAIDU)
    return np.column_stack([reach * np.cos(turn) + 0.0065, reach * np.sin(turn) + 0.006])


def _bd09(xy: Floats) -> Floats:
    shifted = _baidu_from_gcj02(_gcj02(xy))
    return np.where(_in_china(xy)[:, None], shifted, xy)


def _undone(way: Callable[[Floats], Floats]) -> Callable[[Floats], Floats]:
    def back(xy: Floats) -> Floats:
        guess = xy.copy()
        for _turn in range(30):
            step = xy - way(guess)
            guess = guess + step
            if not step.size or np.abs(step).max() < 1e-12:
                break
        return guess

    return back


def _same(xy: Floats) -> Floats:
    return xy


_FORTH: Mapping[System, Callable[[Floats], Floats]] = {"wgs84": _same, "gcj02": _gcj02, "bd09": _bd09}
_BACK: Mapping[System, Callable[[Floats], Floats]] = {"wgs84": _same, "gcj02": _undone(_gcj02), "bd09": _undone(_bd09)}
