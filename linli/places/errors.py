"""What this room refuses, and why."""

from linli.core.errors import Invalid, NotFound, NotPossible


class CityInvalid(Invalid):
    """The city's own files cannot be used."""

    code = "city-invalid"


class AreaNotFound(NotFound):
    """There is no area with this code."""

    code = "area-not-found"


class AreaClosed(NotPossible):
    """The area has been replaced, or something still depends on it."""

    code = "area-closed"


class ShapeInvalid(Invalid):
    """The drawn shape cannot be the area's boundary."""

    code = "shape-invalid"


class FileInvalid(Invalid):
    """The file cannot be read, or its columns are not the ones needed."""

    code = "file-invalid"
