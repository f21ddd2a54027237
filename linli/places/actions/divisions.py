"""Importing the tree of divisions: all of a file or none of it, and the same again changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core.tables import read_table
from linli.places.actions.versions import record_change
from linli.places.city import City, current
from linli.places.errors import FileInvalid
from linli.places.models import Area
from linli.places.rules.divisions import DivisionRow, RowFault, detect_columns, read_divisions

BATCH = 2000


@dataclass(frozen=True, slots=True)
class DivisionsReport:
    """What an import did. With faults nothing was changed. `absent`: known divisions that the file does not name; they
    stay as they are."""

    rows: int
    created: int
    renamed: tuple[tuple[str, str, str], ...]
    unchanged: int
    absent: tuple[str, ...]
    faults: tuple[RowFault, ...]
    columns: Mapping[str, str]


@transaction.atomic
def import_divisions(
    *,
    content: bytes,
    name: str,
    by: int | None,
    now: datetime,
    columns: Mapping[str, str] | None = None,
    city: City | None = None,
    dry_run: bool = False,
) -> DivisionsReport:
    """Bring in a CSV or XLSX of divisions. `columns` maps code, name, name_en, kind to headings; otherwise recognised.
    Every fault is reported by row, and any fault leaves everything as it was. Raises FileInvalid, TableInvalid."""
    city = city or current()
    table = read_table(content=content, name=name)
    found = detect_columns(header=table.header, mapping=columns or {})
    _check_columns(found, table.header)
    known = {area.code: area for area in Area.objects.select_for_update()}
    rows, faults = read_divisions(table=table, columns=found, city=city, known=frozenset(known))
    fresh = [row for row in rows if row.code not in known]
    renamed = [row for row in rows if row.code in known and _differs(row, known[row.code])]
    names = tuple((row.code, known[row.code].name, row.name) for row in renamed)
    if not faults and not dry_run and (fresh or renamed):
        _write(fresh, renamed, known, by, now)
    return DivisionsReport(
        rows=len(table.rows),
        created=0 if faults else len(fresh),
        renamed=() if faults else names,
        unchanged=len(rows) - len(fresh) - len(renamed),
        absent=_absent(rows, known, city),
        faults=faults,
        columns=found,
    )


def _check_columns(found: Mapping[str, str], header: Sequence[str]) -> None:
    missing = [field for field in ("code", "name") if field not in found]
    if missing:
        text = _("No column for %(missing)s. The file has: %(header)s.")
        raise FileInvalid(text % {"missing": ", ".join(missing), "header": ", ".join(header)})


def _differs(row: DivisionRow, area: Area) -> bool:
    return row.name != area.name or bool(row.name_en and row.name_en != area.name_en)


def _write(
    fresh: Sequence[DivisionRow],
    renamed: Sequence[DivisionRow],
    known: Mapping[str, Area],
    by: int | None,
    now: datetime,
) -> None:
    before = {row.code: known[row.code].name for row in renamed}
    for row in renamed:
        known[row.code].name, known[row.code].name_en = row.name, row.name_en or known[row.code].name_en
    Area.objects.bulk_update([known[row.code] for row in renamed], ["name", "name_en"], batch_size=BATCH)
    Area.objects.bulk_create([_area(row) for row in fresh], batch_size=BATCH)
    after = {"created": len(fresh), "renamed": {row.code: row.name for row in renamed}}
    codes = [row.code for row in (*fresh, *renamed)][:1000]
    record_change(what="import_divisions", areas=codes, by=by, now=now, before=before, after=after)


def _area(row: DivisionRow) -> Area:
    return Area(
        code=row.code, name=row.name, name_en=row.name_en, level=row.level, kind=row.kind, parent_id=row.parent or None
    )


def _absent(rows: Sequence[DivisionRow], known: Mapping[str, Area], city: City) -> tuple[str, ...]:
    given = {row.code for row in rows}
    levels = {row.level for row in rows}
    return tuple(code for code, area in known.items() if code not in given and area.is_active and area.level in levels)
