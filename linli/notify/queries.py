"""Reading notices (for their account) and messages in trouble (for the administrator)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.notify import links
from linli.notify.errors import Never
from linli.notify.models import Notice, Outgoing
from linli.notify.texts import Text, language_of, render

_UNREAD = """
SELECT count(*) FROM (SELECT FROM notify_notice WHERE account_id = %s AND read_at IS NULL LIMIT %s) unread
"""
LOST_AFTER = timedelta(minutes=10)
"""After this long in sending, the worker must have died."""

REASONS: dict[str, str | Promise] = {
    "lost": _("The worker stopped while sending. It may have arrived."),
    "no_template": _("There is no text for this message."),
    "no_channel": _("There is no such way to send messages here."),
    "broken": _("Linli failed at this message; the log says why."),
    "bad_address": _("The e-mail address cannot be used."),
    "no_address": _("The recipient left no e-mail address."),
    "no_account": _("Nobody holds the post or belongs to the organisation it was for."),
    "contact_erased": _("The contact data was erased."),
    "let_go": _("An administrator took it off the list."),
}


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice in the reader's language."""

    id: int
    number: str
    subject: str
    body: str
    link: str
    made_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class TroubleView:
    """A message that did not go out, or perhaps did. Never says to whom."""

    id: int
    channel: str
    template: str
    subject: str
    state: str
    tries: int
    claimed_at: datetime | None
    reason: str


def notices(
    *, account_id: int, limit: int = 50, before_id: int | None = None, but: Collection[str] = ()
) -> tuple[NoticeView, ...]:
    """The account's notices, newest first, without those of the subjects in `but`; older than `before_id` for the next
    page. One statement."""
    rows = Notice.objects.filter(account_id=account_id).exclude(subject__in=but).order_by("-made_at", "-id")
    if before_id is not None:
        last = Notice.objects.filter(id=before_id, account_id=account_id).first()
        rows = rows.filter(made_at__lte=last.made_at, id__lt=last.id) if last else rows.none()
    return tuple(_view(row) for row in rows[:limit])


def unread_count(*, account_id: int, most: int = 100) -> int:
    """How many notices are unread, counted no further than `most`."""
    with connection.cursor() as cursor:  # on every page of staff: to build it costs more than to ask it
        cursor.execute(_UNREAD, [account_id, most])
        return int(cursor.fetchone()[0])


def in_trouble(*, limit: int = 200, but: Collection[str] = ()) -> tuple[TroubleView, ...]:
    """Messages that failed or whose fate is unknown, newest first, with the reason in the reader's language; without
    those of the subjects in `but`."""
    rows = Outgoing.objects.filter(state__in=["failed", "unknown"]).exclude(subject__in=but).order_by("-id")[:limit]
    return tuple(
        TroubleView(
            id=row.pk,
            channel=row.channel,
            template=row.template,
            subject=row.subject,
            state=row.state,
            tries=row.tries,
            claimed_at=row.claimed_at,
            reason=str(REASONS.get(row.problem, row.problem)),
        )
        for row in rows
    )


def has_waiting(*, now: datetime) -> bool:
    """Whether a message is due, or was lost with its worker. Two look-ups in small indexes."""
    due = Outgoing.objects.filter(state="waiting", due_at__lte=now)
    return due.exists() or Outgoing.objects.filter(state="sending", claimed_at__lt=now - LOST_AFTER).exists()


def waiting_count(*, now: datetime) -> int:
    """How many messages are due and not yet sent."""
    return Outgoing.objects.filter(state="waiting", due_at__lte=now).count()


def _view(row: Notice) -> NoticeView:
    text = _text(row)
    return NoticeView(
        id=row.pk,
        number=row.subject,
        subject=text.subject,
        body=text.body,
        link=links.staff_link(subject=row.subject, context=row.context),
        made_at=row.made_at,
        is_read=row.read_at is not None,
    )


def _text(row: Notice) -> Text:
    """The notice's words; a template that is gone leaves the case number, which still leads to the case."""
    try:
        return render(
            template=row.template, language=language_of(get_language() or ""), context=row.context, is_staff=True
        )
    except Never:
        return Text(subject=row.subject, body="")
