"""Changsha in the database: loaded from its folder once a process, and brought back from memory after that."""

from datetime import datetime

from django.db import connection, transaction

from linli.cli.city import load_city
from linli.core.calendars import queries as calendars
from linli.places import queries as places

_kept: dict[tuple[datetime, int], dict[str, bytes]] = {}


def load(*, now: datetime, grids: int = 1) -> None:
    """As `load_city` leaves it: divisions, bodies, calendar and a schematic map. The database has no city yet.

    Drawing that map takes longer than most tests that stand on it.
    """
    if (now, grids) not in _kept:
        before = _filled()
        load_city(now=now, progress=lambda line: None, grids=grids)
        _kept[now, grids] = {table: rows_of(table) for table in _filled() - before}
        return
    with transaction.atomic():  # rows name those of tables that come later: the database looks at the end
        for table, rows in _kept[now, grids].items():
            with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(rows)
    calendars.forget()
    places.forget()


def rows_of(table: str) -> bytes:
    """All rows of a table, as PostgreSQL takes them back."""
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(bytes(part) for part in copy)


def _filled() -> set[str]:
    """The tables that hold rows."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        filled = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)
        cursor.execute(" UNION ALL ".join(filled))
        return {table for (table,) in cursor.fetchall()}
