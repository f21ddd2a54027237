"""Areas by code, by place in the tree and by name."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.places.city import City, current
from linli.places.errors import AreaNotFound
from linli.places.models import Area
from linli.places.queries.snapshot import Remembered


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area as the rest of Linli sees it."""

    code: str
    name: str
    name_en: str
    level: str
    parent: str
    kind: str
    is_active: bool
    replaced_by: str

    @property
    def title(self) -> str:
        """The name in the reader's language, where there is one."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class AreaTree:
    """All areas of the city, sorted by code."""

    def __init__(self, rows: list[AreaRow], city: City) -> None:
        self.rows = rows
        self.city = city
        self.codes = [row.code for row in rows]
        self.by_code = {row.code: row for row in rows}

    def under(self, code: str) -> list[AreaRow]:
        """The area and its descendants, in code order."""
        lo, hi = self.city.range(code)
        return self.rows[bisect_left(self.codes, lo) : bisect_left(self.codes, hi)]

    @cached_property
    def children(self) -> dict[str, tuple[AreaRow, ...]]:
        """Active areas by their parent's code; the highest ones under an empty text."""
        found: dict[str, list[AreaRow]] = {}
        for row in self.rows:
            if row.is_active:
                found.setdefault(row.parent, []).append(row)
        return {code: tuple(rows) for code, rows in found.items()}


_COLUMNS = ("code", "name", "name_en", "level", "parent_id", "kind", "is_active", "replaced_by_id")


def _load() -> AreaTree:
    rows = [
        AreaRow(code, name, name_en, level, parent or "", kind, is_active, replaced_by or "")
        for code, name, name_en, level, parent, kind, is_active, replaced_by in Area.objects.order_by("code")
        .values_list(*_COLUMNS)
        .iterator(chunk_size=5000)
    ]
    return AreaTree(rows, current())


_tree = Remembered(_load)


def tree() -> AreaTree:
    """The whole tree from memory, for callers inside this room."""
    return _tree.now()


def area(code: str) -> AreaRow:
    """The area with this code, in use or not. Raises AreaNotFound."""
    found = tree().by_code.get(code)
    if found is None:
        raise AreaNotFound(_("There is no area with the code “%(code)s”.") % {"code": code})
    return found


def exists(code: str) -> bool:
    """Whether an area with this code is in use."""
    found = tree().by_code.get(code)
    return found is not None and found.is_active


def areas_under(code: str, level: str | None = None, *, inactive: bool = False) -> tuple[AreaRow, ...]:
    """The area and its descendants in code order; of one level only when it is named."""
    return tuple(
        row for row in tree().under(code) if (inactive or row.is_active) and (level is None or row.level == level)
    )


def heirs() -> dict[str, str]:
    """Areas out of use that another one took the place of: their codes, and that of the heir that is in use now."""
    known = tree().by_code
    found = {}
    for row in known.values():
        heir = known.get(row.replaced_by)
        while heir is not None and not heir.is_active and heir.replaced_by:
            heir = known.get(heir.replaced_by)
        if not row.is_active and heir is not None and heir.is_active:
            found[row.code] = heir.code
    return found


@dataclass(frozen=True, slots=True)
class Moved:
    """What came to an area, and what left it, since its boundary was drawn anew: codes of areas out of use."""

    here: tuple[str, ...] = ()
    away: tuple[str, ...] = ()


def moved(code: str) -> Moved:
    """Old areas whose heirs lie in this one while they did not, and the other way round."""
    here, away = [], []
    for old, heir in heirs().items():
        if heir.startswith(code) and not old.startswith(code):
            here.append(old)
        elif old.startswith(code) and not heir.startswith(code):
            away.append(old)
    return Moved(tuple(here), tuple(away))


def children_of(code: str) -> tuple[AreaRow, ...]:
    """The areas in use directly under this one."""
    return tree().children.get(code, ())


def is_deepest(code: str) -> bool:
    """Whether the area is of the city's deepest level: a grid."""
    city = current()
    return city.level_of(code) == city.levels[-1].key


def roots() -> tuple[AreaRow, ...]:
    """The areas in use that have no parent."""
    return children_of("")


def name_of(code: str) -> str:
    """The area's name in the reader's language, or the code itself when it is unknown."""
    found = tree().by_code.get(code)
    return found.title if found else code


def name_path(code: str, *, top: str = "") -> tuple[tuple[str, str], ...]:
    """Code and name from the highest area down to this one; from level `top` down when it is named."""
    known, city = tree().by_code, current()
    first = city.level(top).depth if top else 0
    codes = [*city.ancestors(code), code][first:] if code else []
    is_english = (get_language() or "").startswith("en")  # asked once: a list says hundreds of names
    found = [known[step] for step in codes if step in known]
    return tuple((one.code, one.name_en if is_english and one.name_en else one.name) for one in found)


def search_areas(text: str, within: str = "", limit: int = 20, *, level: str | None = None) -> tuple[AreaRow, ...]:
    """Areas in use whose name, English name or code holds the text; beginnings and higher levels first."""
    wanted = text.strip().casefold()
    if not wanted:
        return ()
    hits = []
    for row in tree().under(within):
        if row.is_active and (level is None or row.level == level):
            rank = _rank(row, wanted)
            if rank is not None:
                hits.append((rank, len(row.code), row.code, row))
    hits.sort(key=lambda hit: hit[:3])
    return tuple(hit[3] for hit in hits[:limit])


def _rank(row: AreaRow, wanted: str) -> int | None:
    name, name_en = row.name.casefold(), row.name_en.casefold()
    if wanted in (name, name_en, row.code):
        return 0
    if name.startswith(wanted) or name_en.startswith(wanted) or row.code.startswith(wanted):
        return 1
    return 2 if wanted in name or wanted in name_en else None
