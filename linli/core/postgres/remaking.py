"""Fills a table anew beside itself and puts the new one in its place: readers wait for the exchange alone.

For tables whose primary key is all that they have of indexes and constraints.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

_COLUMNS = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod), coalesce(c.collname, '') FROM pg_attribute a
LEFT JOIN pg_collation c ON c.oid = a.attcollation AND c.collname <> 'default'
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
_KEY = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'p'"


def fill_beside(*, table: str, select: str, values: Sequence[Any] = ()) -> str:
    """Makes the table's rows from a statement that gives its columns by name; answers the new table's name.

    `CREATE TABLE AS`, because it keeps the order of the rows, so that a key in that order is made in a quarter of the
    time; an `INSERT` may fill the pages in another order.
    """
    beside = f"{table}_anew"
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        columns = cursor.fetchall()
        shaped = ", ".join(
            f"{name}::{kind}" + (f' COLLATE "{collation}"' if collation else "") + f" AS {name}"
            for name, kind, collation in columns
        )
        cursor.execute(f"DROP TABLE IF EXISTS {beside}")
        cursor.execute(f"CREATE TABLE {beside} AS SELECT {shaped} FROM ({select}) made", values)  # noqa: S608
    return beside


def key_beside(*, table: str) -> None:
    """Gives the new table the primary key of the old one."""
    with connection.cursor() as cursor:
        cursor.execute(_KEY, [table])
        name, definition = cursor.fetchone()
        cursor.execute(_COLUMNS, [table])
        needed = ", ".join(f"ALTER COLUMN {column} SET NOT NULL" for column, _kind, _collation in cursor.fetchall())
        cursor.execute(f"ALTER TABLE {table}_anew {needed}, ADD CONSTRAINT {name}_anew {definition}")
        cursor.execute(f"ANALYZE {table}_anew")


def exchange(*, table: str) -> None:
    """Puts the new table in the old one's place, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_KEY, [table])
        name, _definition = cursor.fetchone()
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute(f"ALTER TABLE {table}_anew RENAME TO {table}")
        cursor.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {name}_anew TO {name}")
