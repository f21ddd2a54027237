"""Which desk keeps a case: at the level that its pack names, or the city's own where there is no such level."""

from linli.places import city
from linli.process.definition import Pack


def desk_of(*, pack: Pack, area_code: str) -> str:
    """The code of the area whose desk it is; a place known less deeply goes to the desk of that area itself."""
    here = city.current()
    if pack.desk_level not in {level.key for level in here.levels}:
        return here.root
    return here.prefix_at(area_code, pack.desk_level) or area_code
