"""Taking the next number of a mark."""

from django.db import connection

_TAKE = """
INSERT INTO documents_lastnumber (mark, year, last) VALUES (%s, %s, 1)
ON CONFLICT (mark, year) DO UPDATE SET last = documents_lastnumber.last + 1 RETURNING last
"""


def take(*, mark: str, year: int) -> int:
    """The next number, inside the caller's transaction: if that is undone, nobody has had the number."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [mark, year])
        return int(cursor.fetchone()[0])
