"""The message of a brief: to the leaders and desks of its area, as mail, or as a notice to who left no address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.core.calendars.queries import calendar
from linli.notify.models import Outgoing
from linli.people.models import Account
from linli.people.queries import accounts_at
from linli.places import queries as places
from linli.scores import briefwords
from linli.scores.briefwords import LANGUAGES
from linli.scores.queries.briefing import texts
from linli.scores.queries.briefs import READERS, BriefView
from linli.scores.rules.sentences import SECTIONS

TEMPLATE = "brief_sent"


@dataclass(frozen=True, slots=True)
class Told:
    """How many messages were put into the outbox."""

    mails: int
    notices: int


def tell(*, view: BriefView, now: datetime) -> Told:
    """Puts the messages into the outbox, in the transaction of the sending."""
    on = now.astimezone(calendar().tz).date()
    ids = {one for role in READERS for one in accounts_at(role=role, area_code=view.area, on_date=on)}
    accounts, context = Account.objects.filter(id__in=ids).order_by("id"), _context(view)
    messages = [_message(account, context, now) for account in accounts]
    Outgoing.objects.bulk_create(messages)
    mails = sum(message.channel == "email" for message in messages)
    return Told(mails=mails, notices=len(messages) - mails)


def _message(account: Account, context: dict[str, Any], now: datetime) -> Outgoing:
    return Outgoing(
        channel="email" if account.email else "inapp",
        template=TEMPLATE,
        subject="",
        audience={"accounts": [account.pk]},
        context=context,
        language=account.language,
        due_at=now,
    )


def _context(view: BriefView) -> dict[str, Any]:
    """The title and the sections in both languages. No contact data: what is written by hand was looked through."""
    names = texts(lambda: places.name_of(view.area))
    lines = []
    for section in SECTIONS:
        lines.append({language: briefwords.heading(section, language) for language in LANGUAGES})
        lines.append({language: view.text(section, language) for language in LANGUAGES})
    titles = {key: briefwords.title(facts=view.facts, area=names[key], language=key) for key in LANGUAGES}
    return {"brief": view.id, "category": titles, "lines": lines}
