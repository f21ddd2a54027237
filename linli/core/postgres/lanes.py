"""Statements side by side, on connections of their own: one statement writes with one core, several with more."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection, transaction

LANES = 2
"""At a time."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where work is done: side by side, each in a transaction of its own, committed; or in turn on this connection.

    In turn is for a caller's own transaction, into which nobody else can see. `settings` are set for each transaction.
    """

    is_in_turn: bool
    settings: str

    def run(self, works: Sequence[Callable[[], Found]], *, snapshot: str = "") -> list[Found]:
        """What each work answers; the first error is raised when all have ended. `snapshot`: the moment to read at."""
        if self.is_in_turn:
            return [self._here(work) for work in works]
        with ThreadPoolExecutor(max_workers=LANES) as pool:
            return [done.result() for done in [pool.submit(self._apart, work, snapshot) for work in works]]

    def _here(self, work: Callable[[], Found]) -> Found:
        with connection.cursor() as cursor:
            cursor.execute(self.settings)
            return work()

    def _apart(self, work: Callable[[], Found], snapshot: str) -> Found:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if snapshot:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                    cursor.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'")  # a name that PostgreSQL gave
                cursor.execute(self.settings)
                return work()
        finally:
            connection.close()
