"""Which areas a table of divisions means, and every fault in it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.core.tables import Table
from linli.places.city import City
from linli.places.errors import CityInvalid

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "区划代码", "代码", "统计用区划代码", "编码", "area_code", "id"),
    "name": ("name", "名称", "区划名称", "单位名称", "area_name"),
    "name_en": ("name_en", "英文名称", "英文名", "english"),
    "kind": ("kind", "类型", "城乡分类", "城乡分类代码"),
}
"""Headings by which a column is recognised, in order of preference."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row; row 1 is the heading."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class DivisionRow:
    row: int
    code: str
    name: str
    name_en: str
    kind: str
    level: str
    parent: str


def detect_columns(*, header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Column heading by field: as mapped, else recognised. `code` and `name` are missing when neither finds them."""
    folded = {heading.strip().casefold(): heading for heading in header}
    found = {}
    for field, names in COLUMNS.items():
        wanted = (mapping[field],) if field in mapping else names
        for name in wanted:
            if name.casefold() in folded:
                found[field] = folded[name.casefold()]
                break
    return found


def read_divisions(
    *, table: Table, columns: Mapping[str, str], city: City, known: frozenset[str]
) -> tuple[tuple[DivisionRow, ...], tuple[RowFault, ...]]:
    """The rows in code order and all faults: bad code, no name, given twice, parent unknown, outside the city."""
    rows: dict[str, DivisionRow] = {}
    faults: list[RowFault] = []
    for number, record in table.records():
        fields = {field: record.get(column, "") for field, column in columns.items()}
        row, fault = _read_row(number, fields, city, rows)
        faults += [RowFault(number, fault)] if fault else []
        if row:
            rows[row.code] = row
    for row in rows.values():
        if row.parent and row.parent not in rows and row.parent not in known:
            text = _("%(code)s %(name)s: the area above it, %(parent)s, is neither in the file nor known.")
            faults.append(RowFault(row.row, text % {"code": row.code, "name": row.name, "parent": row.parent}))
    return tuple(sorted(rows.values(), key=lambda row: row.code)), tuple(sorted(faults, key=lambda fault: fault.row))


def _read_row(
    number: int, fields: Mapping[str, str], city: City, seen: Mapping[str, DivisionRow]
) -> tuple[DivisionRow | None, str]:
    code = city.cut(fields["code"])
    if not code.isalnum() or not code.isascii():
        return None, _("“%(code)s” is not a code.") % {"code": fields["code"]}
    try:
        level, parent = city.level_of(code), city.parent_code(code)
    except CityInvalid as error:
        return None, str(error)
    if not fields["name"] or len(fields["name"]) > 120:
        return None, _("%(code)s has no name, or one of more than 120 characters.") % {"code": code}
    if code in seen:
        return None, _("%(code)s stands in row %(row)d already.") % {"code": code, "row": seen[code].row}
    if not (code.startswith(city.root) or city.root.startswith(code)):
        return None, _("%(code)s lies outside this city (%(root)s).") % {"code": code, "root": city.root}
    name_en, kind = fields.get("name_en", ""), fields.get("kind", "")
    return DivisionRow(number, code, fields["name"], name_en[:160], kind[:16], level, parent), ""
