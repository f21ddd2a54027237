"""Forgets everything in the room of a case whose retention ends: people, talks, evidence, offers, agreements, entries.

An archived volume (卷宗) has a retention of its own and goes when that ends.
"""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from django.db import transaction

from linli.cases.actions import attaching
from linli.cases.models import Attachment
from linli.mediation.models import (
    Agreement,
    AgreementText,
    Appointment,
    Entry,
    Evidence,
    Obligation,
    Offer,
    Participant,
    PrivateNote,
    Session,
    Signature,
    Volume,
)
from linli.people import contacts


def empty(*, case_id: int, now: datetime) -> frozenset[UUID]:
    """Empties the room of a case, inside the transaction that erases it. Answers the attachments that stay.

    Files of the room become the case's, whose erasing drops them from disk once this is committed.
    """
    files = Attachment.objects.filter(id__in=_files(case_id), case=None)
    files.update(case_id=case_id, **Attachment.UNPLACED)
    for contact in Participant.objects.filter(case_id=case_id, contact__isnull=False).values_list(
        "contact_id", flat=True
    ):
        contacts.erase(contact_id=contact, now=now)
    # Versions and their agreements point at each other.
    agreements = Agreement.objects.filter(case_id=case_id)
    agreements.update(text=None, state=Agreement.State.VOID)
    agreements.delete()
    for model in (Offer, Evidence, PrivateNote, Session, Entry, Appointment, Participant):
        model.objects.filter(case_id=case_id).delete()
    return frozenset(Volume.objects.filter(case_id=case_id).values_list("attachment_id", flat=True))


def erase_volumes(*, date: date) -> int:
    """Drops archived volumes whose retention ended before `date`. Answers how many."""
    with transaction.atomic():
        due = Volume.objects.select_for_update().filter(retain_until_date__lt=date)
        files = list(due.values_list("attachment_id", flat=True))
        Volume.objects.filter(attachment_id__in=files).delete()
    return attaching.drop(ids=files)


def _files(case_id: int) -> set[UUID]:
    """Every file that the room's rows point at, but for archived volumes."""
    found: Iterable[Iterable[UUID | None]] = (
        Evidence.objects.filter(case_id=case_id).values_list("attachment_id", flat=True),
        Participant.objects.filter(case_id=case_id).values_list("mandate_file_id", flat=True),
        AgreementText.objects.filter(agreement__case_id=case_id).values_list("attachment_id", flat=True),
        Obligation.objects.filter(text__agreement__case_id=case_id).values_list("proof_id", flat=True),
        Signature.objects.filter(text__agreement__case_id=case_id).values_list("image_id", flat=True),
    )
    return {one for one in chain.from_iterable(found) if one}
