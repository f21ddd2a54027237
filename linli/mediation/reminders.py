"""How many days before and after people are reminded: the city's `reminders.toml`, else Linli's own."""

import logging
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from django.conf import settings
from pydantic import Field, ValidationError

from linli.core.calendars.queries import calendar
from linli.process import build, lines, schema, wording
from linli.process.definition import Basis
from linli.process.errors import Fault

FILE = "reminders.toml"
NATIONAL = Path(__file__).with_name(FILE)
_log = logging.getLogger(__name__)
Days = Annotated[int, Field(ge=1, le=60)]


class Table(schema.Closed):
    """What counts from a day on."""

    starts_date: Annotated[date, Field(alias="from")]
    duty_before: Days
    duty_after: Days
    session_before: Days
    confirm_before: Annotated[list[Days], Field(max_length=5)] = [7, 1]
    basis: schema.Basis


class File(schema.Closed):
    """The whole file."""

    reminders: Annotated[list[Table], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Reminders:
    """Days before a duty, after it when it was not performed, before a session, and each time before the last day for
    asking a court to confirm; by which law, and since when.
    """

    duty_before: int
    duty_after: int
    session_before: int
    confirm_before: tuple[int, ...]
    basis: Basis
    starts_date: date
    of_city: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The reminders by date when their file has no faults, else every fault."""

    reminders: tuple[Reminders, ...] = ()
    faults: tuple[Fault, ...] = ()


def on(*, day: date) -> Reminders:
    """What counts on a day: the latest of the city's that has begun, else Linli's own."""
    begun = [one for one in every() if one.starts_date <= day]
    return begun[-1] if begun else every()[0]


def every() -> tuple[Reminders, ...]:
    """Linli's, then the city's by date: what was, is and will be in force."""
    return (*_read(NATIONAL, 0).reminders, *of_city().reminders)


def of_city() -> Reading:
    """The city's own. With faults none of them counts, and the administrator's page lists the faults."""
    file = Path(settings.CITY_ROOT) / FILE
    return _read(file, file.stat().st_mtime_ns) if file.is_file() else Reading()


def session_before(*, now: datetime) -> timedelta:
    """How long before a session those concerned are reminded."""
    return timedelta(days=on(day=now.astimezone(calendar().tz).date()).session_before)


@lru_cache(maxsize=4)
def _read(file: Path, changed: int) -> Reading:
    reading = read(file)
    for fault in reading.faults:
        _log.error("%s", fault)
    return reading


def read(file: Path) -> Reading:
    """The reminders of a file: every fault at once, each by line."""
    try:
        text = file.read_text(encoding="utf-8")
        found = File.model_validate(tomllib.loads(text))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Reading(faults=(Fault(file, 0, f"is not TOML in UTF-8: {error}"),))
    except ValidationError as error:
        places = lines.locate(text)
        told = [(one["loc"], wording.sentence(one, File)) for one in error.errors(include_url=False)]
        return Reading(faults=tuple(Fault(file, lines.line_of(places, loc), message) for loc, message in told))
    tables = sorted(found.reminders, key=lambda one: one.starts_date)
    return Reading(tuple(_built(one, of_city=file != NATIONAL) for one in tables))


def _built(table: Table, *, of_city: bool) -> Reminders:
    basis = build.basis(table.basis)
    assert basis is not None
    confirm_before = tuple(sorted(set(table.confirm_before), reverse=True))
    return Reminders(
        table.duty_before,
        table.duty_after,
        table.session_before,
        confirm_before,
        basis,
        table.starts_date,
        of_city=of_city,
    )
