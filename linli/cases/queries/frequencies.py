"""How common search words are, as PostgreSQL's own statistics tell; kept in the process for a while."""

import time
from collections.abc import Mapping

from django.db import connection

KEPT_SECONDS = 600.0

# The commonest thousand words or so. What is not among them is rarer than all of them.
_COMMONEST = """
SELECT s.most_common_elems::text::text[], s.most_common_elem_freqs FROM pg_stats s
WHERE s.schemaname = current_schema() AND s.tablename = 'cases_searchtext' AND s.attname = 'tokens'
"""
_kept: tuple[float, Mapping[str, float]] = (0.0, {})


def shares() -> Mapping[str, float]:
    """The share of cases that hold a word, of the commonest words; empty before PostgreSQL has looked at the table."""
    global _kept
    until, found = _kept
    if until < time.monotonic():
        found = _read()
        _kept = (time.monotonic() + KEPT_SECONDS, found)
    return found


def forget() -> None:
    """Read the statistics again at the next search."""
    global _kept
    _kept = (0.0, {})


def _read() -> Mapping[str, float]:
    with connection.cursor() as cursor:
        cursor.execute(_COMMONEST)
        row = cursor.fetchone()
    words, frequencies = row if row else (None, None)
    return dict(zip(words, frequencies, strict=False)) if words and frequencies else {}
