"""Loading the city's own folder: its divisions, calendar, organisations, and the map that comes with them."""

from collections.abc import Callable
from datetime import datetime

import click

from linli.cli.root import root, with_database
from linli.core.errors import Invalid

Progress = Callable[[str], None]


def load_city(*, now: datetime, progress: Progress, grids: int = 3, schematic: bool = True) -> None:
    """Bring in the divisions of the city folder, with generated grids and a schematic map where it has none.

    The same again changes nothing. Raises Invalid listing every fault.
    """
    from linli.places import actions, queries
    from linli.places.city import current

    city = current()
    path = city.path("divisions")
    if path is None or not path.is_file():
        raise Invalid(f"{city.key}: city.toml names no divisions file that exists")
    report = actions.import_divisions(content=path.read_bytes(), name=path.name, by=None, now=now)
    if report.faults:
        raise Invalid("; ".join(f"{path.name}:{fault.row}: {fault.text}" for fault in report.faults[:20]))
    progress(f"{city.name['en']}: {report.created} areas new, {report.unchanged} unchanged")
    load_calendar(progress=progress)
    load_organisations(now=now, progress=progress)
    if schematic and queries.boundary_of(city.root) is None:
        made = actions.make_grids(root=city.root, per_village=grids, by=None, now=now) if grids else 0
        drawn = actions.make_schematic(root=city.root, by=None, now=now)
        progress(f"{city.name['en']}: {made} grids made, {drawn} areas drawn on a schematic map")


def load_calendar(*, progress: Progress) -> None:
    """Bring in the city's holidays, exchanged working days and hours, unless they are there. Raises Invalid."""
    from linli.core.calendars.actions import load_defaults
    from linli.places.city import current

    city = current()
    path = city.path("calendar")
    if path is None or not path.is_file():
        return
    loaded = load_defaults(path=path, key=city.calendar)
    progress(f"{city.name['en']}: {len(loaded.days) if loaded else 0} days off and exchanged days new")


def load_organisations(*, now: datetime, progress: Progress) -> None:
    """Bring in the organisations of the city folder, if it names any. Raises Invalid listing every fault."""
    from linli.people.access import SYSTEM
    from linli.people.actions.importing import import_organisations
    from linli.places.city import current

    city = current()
    path = city.path("organisations")
    if path is None or not path.is_file():
        return
    done = import_organisations(content=path.read_bytes(), name=path.name, by=SYSTEM, now=now)
    if done.faults:
        raise Invalid("; ".join(f"{path.name}:{fault.row}: {fault.text}" for fault in done.faults[:20]))
    progress(f"{city.name['en']}: {done.created} organisations new, {done.changed} corrected")


@root.group("city")
def city() -> None:
    """The city that this installation serves (LINLI_CITY)."""


@city.command("load")
@click.option("--grids", default=3, show_default=True, help="Grids to make for each village without any; 0 for none.")
@click.option("--schematic/--no-schematic", default=True, help="Draw a schematic map where the city has no polygons.")
@with_database
def load(grids: int, schematic: bool) -> None:
    """Load the city folder into the database."""
    from django.utils import timezone

    load_city(now=timezone.now(), progress=click.echo, grids=grids, schematic=schematic)
