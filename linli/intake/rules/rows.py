"""What a row of a file says under a mapping: values, moments, texts. Raises RowFault with words for the report."""

from collections.abc import Mapping as Row
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from linli.intake.mapping import Columns, Mapping
from linli.intake.rules.masking import masked

EVERY_OTHER = "*"


class RowFault(Exception):
    """Why a row cannot be used: the column, and what to do."""

    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column = column
        self.what = what


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row read, before its place is found. `organisation` is a code; `area` is what the file names."""

    line: int
    external_number: str
    title: str
    text: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    closed_stage: str
    category: str
    organisation: str
    urgency: str
    address: str
    result: str
    lon: float | None
    lat: float | None
    area_code: str
    area_name: str


def read_row(*, line: int, row: Row[str, str], mapping: Mapping) -> ReadRow:
    """The row as the mapping reads it. Raises RowFault."""
    columns, values = mapping.columns, mapping.values
    number = numbered(row.get(columns.external_number, ""))
    if not number:
        raise RowFault(columns.external_number, "there is no number: give every row one of its own")
    opened_at = _moment(row, columns.opened_at, mapping)
    if opened_at is None:
        raise RowFault(columns.opened_at, "there is no moment of opening")
    closed_at = _moment(row, mapping.closing.column, mapping)
    if closed_at is not None and closed_at < opened_at:
        raise RowFault(mapping.closing.column, f"closed {closed_at} before it was opened {opened_at}")
    text = _joined(row, columns.text, "\n")
    title = _joined(row, columns.title, ": ") or text.partition("\n")[0]
    clean = masked if mapping.mask_numbers else str
    return ReadRow(
        line=line,
        external_number=number,
        title=clean(title)[:160],
        text=clean(text),
        opened_at=opened_at,
        due_at=_moment(row, columns.due_at, mapping),
        closed_at=closed_at,
        closed_stage=_closed_stage(row, mapping),
        category=_value(row, columns.category, values.category),
        organisation=_value(row, columns.organisation, values.organisation),
        urgency=_value(row, columns.urgency, values.urgency) or "",
        address=clean(" ".join(row.get(columns.address, "").split()))[:300],
        result=clean(" ".join(row.get(columns.result, "").split())),
        lon=_degrees(row, columns.lon, 180),
        lat=_degrees(row, columns.lat, 90),
        area_code=row.get(columns.area_code, "").strip() if columns.area_code else "",
        area_name=row.get(columns.area_name, "").strip() if columns.area_name else "",
    )


def numbered(cell: str) -> str:
    """The external number that a cell gives, as it is kept."""
    return cell.strip()[:80]


def _joined(row: Row[str, str], columns: Columns, separator: str) -> str:
    names = columns if isinstance(columns, list) else [columns]
    return separator.join(dict.fromkeys(row[name].strip() for name in names if row.get(name, "").strip()))


def _value(row: Row[str, str], column: str, values: Row[str, str]) -> str:
    """What the column's value stands for. Raises RowFault for one that the mapping does not know."""
    if not column:
        return values.get(EVERY_OTHER, "")
    value = row.get(column, "").strip()
    if value in values:
        return values[value]
    if EVERY_OTHER in values:
        return values[EVERY_OTHER]
    if not values or not value:
        return value
    raise RowFault(column, f"the mapping has no entry for {value!r}: add one, or one for “*”")


def _closed_stage(row: Row[str, str], mapping: Mapping) -> str:
    closing = mapping.closing
    value = row.get(closing.column_value, "").strip() if closing.column_value else ""
    return closing.stages.get(value, closing.stage)


def _degrees(row: Row[str, str], column: str, most: int) -> float | None:
    value = row.get(column, "").strip() if column else ""
    if not value:
        return None
    try:
        degrees = float(value)
    except ValueError:
        raise RowFault(column, f"{value!r} is no number of degrees") from None
    if not -most <= degrees <= most:
        raise RowFault(column, f"{value} lies outside -{most} to {most} degrees")
    return degrees


def _moment(row: Row[str, str], column: str, mapping: Mapping) -> datetime | None:
    value = row.get(column, "").strip() if column else ""
    if not value:
        return None
    moment = read_moment(value, formats=mapping.formats, zone=mapping.zone)
    if moment is None:
        raise RowFault(column, f"{value!r} is no moment in any of the mapping's formats")
    return moment


def read_moment(value: str, *, formats: Sequence[str], zone: ZoneInfo) -> datetime | None:
    """The moment, in the zone if it names none; None when it is none."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = next((moment for style in formats if (moment := _parsed(value, style))), None)  # type: ignore[assignment]
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _parsed(value: str, style: str) -> datetime | None:
    try:
        return datetime.strptime(value, style)
    except ValueError:
        return None
