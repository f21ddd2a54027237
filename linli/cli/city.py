"""Loading the city's own folder: its divisions, and the map that comes with them."""

from collections.abc import Callable
from datetime import datetime

import click

from linli.core.errors import Invalid

Progress = Callable[[str], None]


def load_city(*, now: datetime, progress: Progress) -> None:
    """Bring in the divisions of the city folder; the same again changes nothing. Raises Invalid listing every fault."""
    from linli.places.actions import import_divisions
    from linli.places.city import current

    city = current()
    path = city.path("divisions")
    if path is None or not path.is_file():
        raise Invalid(f"{city.key}: city.toml names no divisions file that exists")
    report = import_divisions(content=path.read_bytes(), name=path.name, by=None, now=now)
    if report.faults:
        raise Invalid("; ".join(f"{path.name}:{fault.row}: {fault.text}" for fault in report.faults[:20]))
    progress(f"{city.name['en']}: {report.created} areas new, {report.unchanged} unchanged")


@click.group("city")
def city() -> None:
    """The city that this installation serves (LINLI_CITY)."""


@city.command("load")
def load() -> None:
    """Load the city folder into the database."""
    from django.utils import timezone

    load_city(now=timezone.now(), progress=click.echo)
