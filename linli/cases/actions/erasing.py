"""Forgets people when a case's retention ends or a reporter asks: contact data, texts and photos of somebody."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db import connection, transaction

from linli.cases.actions import attaching
from linli.cases.errors import NoSuchCase
from linli.cases.models import Case
from linli.people import contacts

ERASED = "…"

# Bodies go, hashes stay: the chain still proves that nothing else was changed.
_BODIES = "UPDATE cases_event SET body = NULL, erased_at = %s WHERE case_id = %s AND erased_at IS NULL"


class Beside(Protocol):
    """Empties what an upper room keeps beside a case, in the same transaction. Answers the attachments that stay."""

    def __call__(self, *, case_id: int, now: datetime) -> Collection[UUID]: ...


def nothing(*, case_id: int, now: datetime) -> Collection[UUID]:
    """There is nothing beside the case."""
    return ()


def erase_due(*, date: date, now: datetime, limit: int = 500, beside: Beside = nothing) -> int:
    """Erases closed cases whose retention ended before `date`, and what is `beside` them; answers how many."""
    due = Case.objects.filter(retain_until_date__lt=date, closed_at__isnull=False)
    ids = list(due.order_by("id").values_list("id", flat=True)[:limit])
    return sum(_erase(case_id, now, beside) for case_id in ids)


def _erase(case_id: int, now: datetime, beside: Beside) -> bool:
    """One case in its own transaction; it may have been reopened meanwhile. What has no retention date is erased."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(id=case_id)
        if case.closed_at is None:
            return False
        stays = set(beside(case_id=case_id, now=now))
        if case.contact_id:
            contacts.erase(contact_id=case.contact_id, now=now)
        Case.objects.filter(id=case_id).update(title=ERASED, text="", address="", fields={}, retain_until_date=None)
        case.assignments.update(task="")
        with connection.cursor() as cursor:
            cursor.execute(_BODIES, [now, case_id])
            cursor.execute("DELETE FROM cases_searchtext WHERE case_id = %s", [case_id])
            cursor.execute("DELETE FROM cases_twin WHERE %s IN (case_id, of_id)", [case_id])
    attaching.drop(ids=list(case.attachments.exclude(id__in=stays).values_list("id", flat=True)))
    return True


def forget_reporter(*, number: str, now: datetime) -> None:
    """Erases the contact data of a case at its reporter's wish; the matter itself goes on. Raises NoSuchCase."""
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise NoSuchCase
    if case.contact_id:
        contacts.erase(contact_id=case.contact_id, now=now)
