"""The secrets that messages need when they are sent: those of cases, and those of the rooms beside them."""

from uuid import UUID

from linli.cases.queries import waiting
from linli.mediation.queries.rooms import link_secret


def secret_of(*, number: str = "", subscription: str = "", room: str = "", code: str = "") -> str | None:
    """The secret for a reporter, a subscriber or a participant of a mediation. None when it cannot be told."""
    if room:
        return link_secret(participant=UUID(room))
    return waiting.secret_of(number=number, subscription=subscription)
