"""Case ids, taken from the database's sequence in blocks, and the numbers that people read out."""

import os
import threading
from datetime import date

from django.db import connection

BLOCK = 64
"""As the sequence `cases_case_id_seq` counts on."""

_lock = threading.Lock()
_next = _end = 0
_owner = 0


def next_id() -> int:
    """An id that nobody else has. One statement every 64 cases; ids of a worker that stops are left out."""
    global _next, _end, _owner
    with _lock:
        if _next >= _end or _owner != os.getpid():
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval('cases_case_id_seq')")
                _next = int(cursor.fetchone()[0])
            _end, _owner = _next + BLOCK, os.getpid()
        _next += 1
        return _next - 1


def take(*, count: int) -> list[int]:
    """Many ids at once, in whole blocks of their own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_case_id_seq') FROM generate_series(1, %s)", [-(-count // BLOCK)])
        firsts = [int(row[0]) for row in cursor.fetchall()]
    return [first + at for first in firsts for at in range(BLOCK)][:count]


def forget() -> None:
    """Take a new block at the next case (after the sequence was reset)."""
    global _next, _end
    with _lock:
        _next = _end = 0


def number_of(*, prefix: str, date: date, case_id: int) -> str:
    """`EV-261122-12345`: the pack's prefix, the day, the id."""
    return f"{prefix}-{date:%y%m%d}-{case_id}"
