"""Where a row lies: by its point, its code, a name, or a name in its text; in the order that the mapping gives."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.core.tables import read_table
from linli.intake.mapping import Mapping, read_mapping
from linli.intake.rules.rows import ReadRow, RowFault, read_row
from linli.places import city
from linli.places import queries as places
from linli.places.queries import Located


@dataclass(frozen=True, slots=True)
class Placed:
    """The deepest area that a row supports, and why."""

    area_code: str
    how: str
    reason: str


def points_of(rows: Sequence[ReadRow], mapping: Mapping) -> dict[int, Located]:
    """Rows with a point, located all at once, by line."""
    if "point" not in mapping.place.by:
        return {}
    pointed = [row for row in rows if row.lon is not None and row.lat is not None]
    found = places.locate_many([row.lon or 0.0 for row in pointed], [row.lat or 0.0 for row in pointed])
    return {row.line: located for row, located in zip(pointed, found, strict=True)}


def place(*, row: ReadRow, mapping: Mapping, located: Located | None) -> Placed:
    """The row's place. Raises RowFault when nothing of it names one and the mapping has no default."""
    for how in mapping.place.by:
        found = _WAYS[how](row, mapping, located)
        if found is not None:
            return found
    if mapping.place.default:
        return Placed(mapping.place.default, "default", "nothing in the row names a place within it")
    raise RowFault("place", "nothing in the row names a place: give a point, a code or a name, or a default")


def _by_point(row: ReadRow, mapping: Mapping, located: Located | None) -> Placed | None:
    if located is None or located.how == "outside" or not located.area_code:
        return None
    if located.how == "inside":
        return Placed(located.area_code, "point", "its point lies inside")
    return Placed(located.area_code, "nearest", f"its point lies {located.distance_m:.0f} m outside")


def _by_code(row: ReadRow, mapping: Mapping, located: Located | None) -> Placed | None:
    code = mapping.values.area.get(row.area_code, row.area_code)
    return Placed(code, "code", f"the row gives the code {row.area_code}") if code and places.exists(code) else None


def _by_name(row: ReadRow, mapping: Mapping, located: Located | None) -> Placed | None:
    if not row.area_name:
        return None
    code = mapping.values.area.get(row.area_name) or mapping.place.aliases.get(row.area_name)
    if code:
        return Placed(code, "name", f"the row names “{row.area_name}”")
    named = [area for area in places.search_areas(row.area_name, city.current().root, 3) if area.name == row.area_name]
    return Placed(named[0].code, "name", f"the row names “{row.area_name}”") if len(named) == 1 else None


def places_in_texts(*, content: bytes, name: str, mapping: bytes) -> dict[str, str]:
    """By its number, the area that the text of each row of a file names; empty where it names none.

    As an import would read it whose mapping places by `text` alone. Raises TableInvalid, MappingInvalid and RowFault.
    """
    found, _digest = read_mapping(content=mapping)
    table = read_table(content=content, name=name)
    rows = [read_row(line=line, row=row, mapping=found) for line, row in table.records()]
    placed = {row.external_number: _by_text(row, found, None) for row in rows}
    return {number: place.area_code if place else "" for number, place in placed.items()}


def _by_text(row: ReadRow, mapping: Mapping, located: Located | None) -> Placed | None:
    text = f"{row.title}\n{row.address}\n{row.text}"
    found = places.find_in_text(text=text, aliases=mapping.place.aliases)
    return Placed(found.area_code, "text", found.reason) if found else None


_WAYS = {"point": _by_point, "code": _by_code, "name": _by_name, "text": _by_text}
