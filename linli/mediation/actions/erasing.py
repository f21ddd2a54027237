"""Empties the room of a case whose retention ended: contact data, private words, agreements and their files."""

from datetime import date, datetime

from django.db import transaction

from linli.cases.models import Case
from linli.mediation.models import (
    Agreement,
    AgreementText,
    Amendment,
    Evidence,
    Obligation,
    Offer,
    OneTimeCode,
    Participant,
    PrivateNote,
    Session,
    Signature,
    Volume,
)
from linli.people import contacts

# Those that point at others go first. An agreement and its text point at each other: the database looks at the end.
_GONE = (
    (Signature, "text__agreement__case"),
    (OneTimeCode, "text__agreement__case"),
    (Amendment, "text__agreement__case"),
    (Obligation, "text__agreement__case"),
    (AgreementText, "agreement__case"),
    (Agreement, "case"),
    (Volume, "case"),
    (Evidence, "case"),
    (PrivateNote, "case"),
    (Offer, "case"),
)


def empty_due(*, date: date, now: datetime, limit: int = 500) -> int:
    """Empties the rooms of closed cases whose retention ended before `date`; answers how many.

    Before the cases themselves are erased: their files go then, and nothing may point at them.
    """
    due = Case.objects.filter(retain_until_date__lt=date, closed_at__isnull=False, participants__isnull=False)
    ids = list(due.distinct().order_by("id").values_list("id", flat=True)[:limit])
    return sum(_empty(case_id, now) for case_id in ids)


def _empty(case_id: int, now: datetime) -> bool:
    """One room in its own transaction. What happened stays, by side and number, without a word of anybody."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(id=case_id)
        if case.closed_at is None:
            return False
        for model, path in _GONE:
            rows = model.objects.filter(**{path: case_id}).values_list("pk", flat=True)
            whole = model.objects.filter(pk__in=list(rows))
            whole._raw_delete(whole.db)
        Session.objects.filter(case_id=case_id).update(agreed="", still_open="", venue="", link="")
        people = Participant.objects.filter(case_id=case_id)
        for contact_id in people.filter(contact__isnull=False).values_list("contact_id", flat=True):
            contacts.erase(contact_id=contact_id, now=now)
        people.update(mandate_file=None)
    return True
