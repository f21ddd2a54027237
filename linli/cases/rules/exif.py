"""When and where a camera says that it took a photo, read before the photo is stripped of it."""

import math
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import Image

_EXIF_IFD, _TAKEN_AT, _TAKEN_OFFSET = 0x8769, 0x9003, 0x9011
_GPS_IFD, _LAT_REF, _LAT, _LON_REF, _LON = 0x8825, 1, 2, 3, 4


def taken_at(*, image: Image.Image, zone: str) -> datetime | None:
    """When the camera says the photo was taken; without an offset, read in the time zone `zone`."""
    with suppress(Exception):  # cameras write nonsense into EXIF; the photo itself still counts
        exif = image.getexif().get_ifd(_EXIF_IFD)
        taken = datetime.strptime(str(exif[_TAKEN_AT]).strip("\0 "), "%Y:%m:%d %H:%M:%S")
        offset = str(exif.get(_TAKEN_OFFSET, "")).strip("\0 ")
        if offset:
            return datetime.strptime(f"{taken:%Y:%m:%d %H:%M:%S}{offset}", "%Y:%m:%d %H:%M:%S%z")
        return taken.replace(tzinfo=ZoneInfo(zone))
    return None


def taken_where(*, image: Image.Image) -> tuple[float, float] | None:
    """Longitude and latitude in degrees, WGS 84 as EXIF says; None without them or at 0, 0, which is no fix."""
    with suppress(Exception):
        gps = image.getexif().get_ifd(_GPS_IFD)
        lat = _degrees(gps[_LAT]) * (-1 if str(gps[_LAT_REF]).upper().startswith("S") else 1)
        lon = _degrees(gps[_LON]) * (-1 if str(gps[_LON_REF]).upper().startswith("W") else 1)
        if abs(lat) <= 90 and abs(lon) <= 180 and (lon, lat) != (0.0, 0.0):  # also where it is no number
            return lon, lat
    return None


def _degrees(parts: tuple[float, float, float]) -> float:
    whole, minutes, seconds = (float(part) for part in parts)
    return math.fsum((whole, minutes / 60, seconds / 3600))
