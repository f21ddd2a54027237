"""Puts a table filled anew beside itself in its own place: readers wait for the exchange alone.

For tables whose primary key is all that they have of indexes and constraints.
"""

from django.db import connection

_KEY = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'p'"


def beside(table: str) -> str:
    """The name of the new table."""
    return f"{table}_anew"


def make_beside(*, table: str) -> str:
    """Makes the new table, empty, with the columns of the old one and no key yet; answers its name."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {beside(table)}")
        cursor.execute(f"CREATE TABLE {beside(table)} (LIKE {table})")
    return beside(table)


def key_beside(*, table: str) -> None:
    """Gives the new table the primary key of the old one."""
    with connection.cursor() as cursor:
        cursor.execute(_KEY, [table])
        name, definition = cursor.fetchone()
        cursor.execute(f"ALTER TABLE {beside(table)} ADD CONSTRAINT {beside(name)} {definition}")
        cursor.execute(f"ANALYZE {beside(table)}")


def exchange(*, table: str) -> None:
    """Puts the new table in the old one's place, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_KEY, [table])
        name, _definition = cursor.fetchone()
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute(f"ALTER TABLE {beside(table)} RENAME TO {table}")
        cursor.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {beside(name)} TO {name}")
