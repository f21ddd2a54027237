"""Checking one receipt: whether a case's chain holds its code and is whole. Tells nothing else of the case."""

from typing import Literal

from django.db import connection

from linli.cases.models import Event
from linli.cases.queries.verifying import _EVENTS, chain_faults

Verdict = Literal["whole", "unknown", "broken"]


def prove(*, number: str, event_hash: str) -> Verdict:
    """`whole`: the case holds an event with this hash (hex) and its chain fits from end to end."""
    try:
        wanted = bytes.fromhex(event_hash)
    except ValueError:
        return "unknown"
    case_id = Event.objects.filter(case__number=number, hash=wanted).values_list("case_id", flat=True).first()
    if case_id is None:
        return "unknown"
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [case_id - 1, case_id])
        rows = cursor.fetchall()
    return "broken" if next(chain_faults(rows), None) else "whole"
