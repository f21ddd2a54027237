"""What waits for the jobs of the room. Each look-up reads a small partial index."""

from datetime import datetime

from django.db.models import QuerySet

from linli.mediation.models import Offer, Session
from linli.mediation.reminders import session_before


def sessions_to_remind(*, now: datetime) -> QuerySet[Session]:
    """Fixed sessions that begin so soon that those concerned are reminded, of which nobody was reminded."""
    last = now + session_before(now=now)
    return Session.objects.filter(state=Session.State.FIXED, starts_at__gt=now, starts_at__lte=last, reminded_at=None)


def has_sessions_to_remind(*, now: datetime) -> bool:
    """Whether there is one."""
    return sessions_to_remind(now=now).exists()


def has_offers_to_lapse(*, now: datetime) -> bool:
    """Whether the term of an offer is over."""
    return Offer.objects.filter(state=Offer.State.SENT, expires_at__lte=now).exists()
