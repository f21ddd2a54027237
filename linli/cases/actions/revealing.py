"""Showing a reporter's contact data to a person who needs it for the case. The log is kept by `people.contacts`."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.cases.errors import NoSuchCase
from linli.cases.queries.loading import state_of
from linli.core.errors import NotFound
from linli.people import access, contacts
from linli.people.access import Actor
from linli.people.contacts import OpenContact


def reveal(*, number: str, reason: str, by: Actor, now: datetime) -> OpenContact:
    """The reporter's contact in clear, logged with the reason. Raises NoSuchCase, NotFound, NotAllowed, Invalid."""
    state, row = state_of(number=number)
    if not access.can_see(actor=by, facts=state.facts()):
        raise NoSuchCase
    if row["contact_id"] is None:
        raise NotFound(_("The reporter left no contact data."))
    return contacts.reveal(contact_id=row["contact_id"], facts=state.facts(), reason=reason, by=by, now=now)
