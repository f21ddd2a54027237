"""Has the mediators call those who cannot be written to: by side and role, never by name or number."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import override

from linli.mediation.actions.noting import tell_staff
from linli.mediation.models import Participant
from linli.mediation.types import ParticipantView, Room
from linli.mediation.wording import called

MOST_NAMED = 6


def have_called(*, room: Room, to: Iterable[UUID], template: str, now: datetime, **context: Any) -> int:
    """One notice to the mediators about all of them who cannot be written to. Answers how many these are."""
    whom = by_call(room=room, to=to)
    if whom:
        tell_staff(room=room, template=template, now=now, lines=said(whom=whom), **context)
    return len(whom)


def by_call(*, room: Room, to: Iterable[UUID]) -> tuple[ParticipantView, ...]:
    """Those of them who left no e-mail, and for whom nobody stands who did; nobody who left or declined."""
    present = Participant.objects.filter(case_id=room.case_id, left_at=None, declined_at=None)
    with_mail = present.filter(contact__email__isnull=False, contact__erased_at=None)
    reached = set(with_mail.values_list("id", flat=True))
    covered = {party for one in room.participants if one.id in reached for party in (one.id, *one.stands_for)}
    wanted = set(to) & set(present.values_list("id", flat=True))
    return tuple(one for one in room.participants if one.id in wanted - covered)


def said(*, whom: Iterable[ParticipantView]) -> list[dict[str, str]]:
    """A line for each in both languages; the last tells how many more there are."""
    rows = list(whom)
    lines = [_both(one) for one in rows[:MOST_NAMED]]
    more = len(rows) - MOST_NAMED
    return lines if more <= 0 else [*lines, {"zh": f"另有 {more} 人", "en": f"and {more} more"}]


def _both(one: ParticipantView) -> dict[str, str]:
    words = {}
    for key, language in (("zh", "zh-hans"), ("en", "en")):
        with override(language):
            words[key] = called(one=one)
    return words
