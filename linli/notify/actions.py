"""Sending what waits in the outbox, and what an administrator decides about a message in trouble.

A message is claimed, committed, sent, marked. If the worker dies between the claim and the mark, nobody knows whether
it went out: after `LOST_AFTER` it becomes `unknown`, is never sent again by itself, and waits for an administrator.
"""

import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from linli.notify.channels import CHANNELS
from linli.notify.channels.base import Asks, Claimed, SecretOf, Send, Shown, ShownIn
from linli.notify.errors import Later, Never, Nobody, OutgoingNotFound, OutgoingSettled, Unclear
from linli.notify.models import Notice, Outgoing
from linli.notify.queries import LOST_AFTER
from linli.people.queries import accounts_under

log = logging.getLogger(__name__)

MOST_TRIES = 12
LONGEST_WAIT = timedelta(hours=6)
KEEP_SENT = timedelta(days=90)
KEEP_READ = timedelta(days=365)

# One message, for this worker alone: others skip a locked row, and see it claimed once this statement is committed.
CLAIM = """
    UPDATE notify_outgoing SET state = 'sending', claimed_at = %(now)s, tries = tries + 1
    WHERE id = (
        SELECT id FROM notify_outgoing
        WHERE state = 'waiting' AND due_at <= %(now)s AND (channel = ANY(%(local)s::text[])) = %(is_local)s
        ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, channel, template, subject, contact_id, audience::text, context::text, language, tries, claimed_at
"""
# Only the claim that was sent is marked; a claim given up as lost meanwhile is marked too, as its fate is known now.
MARK = """
    UPDATE notify_outgoing SET state = %(state)s, sent_at = %(sent_at)s, due_at = %(due_at)s, problem = %(problem)s
    WHERE id = %(id)s AND state IN ('sending', 'unknown') AND claimed_at = %(claimed_at)s
"""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the messages of one run."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    skipped: int = 0
    unknown: int = 0


def no_secret(*, number: str = "", subscription: str = "", room: str = "", code: str = "") -> str | None:
    """Tells no secret: messages then lead to the page that asks for it."""
    return None


def nothing_shown(*, context: Mapping[str, Any], language: str) -> Shown | None:
    """Shows nothing: messages are their text alone."""
    return None


def deliver(
    *, now: datetime, limit: int = 200, secret_of: SecretOf = no_secret, shown_in: ShownIn = nothing_shown
) -> Delivered:
    """Sends at most `limit` messages of each kind that are due. Any number of workers may do so at once.

    `secret_of` tells the secret for the reporter's own link, `shown_in` what a letter shows beside its text. Call it
    outside a transaction: claims must be committed.
    A failure that may pass puts the message back with a growing wait; after `MOST_TRIES`, or for good, it is `failed`.
    """
    asks = Asks(secret_of, shown_in)
    became = Counter({"unknown": give_up_lost(now=now)})
    with ExitStack() as stack:
        senders: dict[str, Send | Later] = {}
        for is_local in (True, False):
            for _turn in range(limit):
                state = _next(is_local=is_local, now=now, stack=stack, senders=senders, asks=asks)
                if state is None:
                    break
                became[state] += 1
    return Delivered(**{state: became[state] for state in ("sent", "waiting", "failed", "skipped", "unknown")})


def give_up_lost(*, now: datetime) -> int:
    """Marks messages whose worker died between claim and mark. Returns how many."""
    lost = Outgoing.objects.filter(state=Outgoing.State.SENDING, claimed_at__lt=now - LOST_AFTER)
    return lost.update(state=Outgoing.State.UNKNOWN, problem="lost")


@transaction.atomic
def send_again(*, outgoing_id: int, now: datetime) -> None:
    """An administrator has a failed or unknown message sent again, knowing it may arrive twice.

    Raises OutgoingNotFound, OutgoingSettled.
    """
    _in_trouble(outgoing_id)
    Outgoing.objects.filter(id=outgoing_id).update(state=Outgoing.State.WAITING, tries=0, due_at=now, problem="")


@transaction.atomic
def let_go(*, outgoing_id: int) -> None:
    """An administrator takes a failed or unknown message off the list. Raises OutgoingNotFound, OutgoingSettled."""
    _in_trouble(outgoing_id)
    Outgoing.objects.filter(id=outgoing_id).update(state=Outgoing.State.SKIPPED, problem="let_go")


@transaction.atomic
def keep_from(*, subject: str, org_ids: Sequence[int], on_date: date) -> None:
    """Those who belong to the organisations are told nothing more of the case, and lose what they were told of it."""
    waiting = Outgoing.objects.select_for_update().filter(subject=subject, state="waiting").exclude(audience={})
    for message in waiting:
        message.audience = {**message.audience, "not_under": list(org_ids)}
        message.save(update_fields=["audience"])
    accounts = accounts_under(org_ids=org_ids, on_date=on_date)
    Notice.objects.filter(subject=subject, account_id__in=accounts).delete()


def mark_read(*, account_id: int, now: datetime, notice_id: int | None = None) -> int:
    """Marks one of the account's notices as read, or all. Returns how many were unread."""
    unread = Notice.objects.filter(account_id=account_id, read_at=None)
    return (unread.filter(id=notice_id) if notice_id else unread).update(read_at=now)


def prune(*, now: datetime) -> int:
    """Forgets messages sent long ago and notices read long ago. Returns how many rows went."""
    notices, _rows = Notice.objects.filter(read_at__lt=now - KEEP_READ).delete()
    settled = Outgoing.objects.filter(state__in=["sent", "skipped"], due_at__lt=now - KEEP_SENT)
    messages, _rows = settled.filter(notices=None).delete()
    return notices + messages


def _in_trouble(outgoing_id: int) -> None:
    message = Outgoing.objects.select_for_update().filter(id=outgoing_id).first()
    if message is None:
        raise OutgoingNotFound(_("There is no such message."))
    if message.state not in (Outgoing.State.FAILED, Outgoing.State.UNKNOWN):
        raise OutgoingSettled(_("This message needs no decision: it was sent, or waits to be."))


def _next(
    *, is_local: bool, now: datetime, stack: ExitStack, senders: dict[str, Send | Later], asks: Asks
) -> str | None:
    """Claims and sends the next message; answers the state it came to, or None when none is due."""
    whole: AbstractContextManager[Any] = transaction.atomic() if is_local else nullcontext()
    with whole:
        message = _claim(is_local=is_local, now=now)
        if message is None:
            return None
        state, problem = _send(message, now=now, stack=stack, senders=senders, asks=asks)
        _mark(message, state=state, problem=problem, now=now)
    return state


def _claim(*, is_local: bool, now: datetime) -> Claimed | None:
    local = [channel.key for channel in CHANNELS.values() if channel.is_local]
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "local": local, "is_local": is_local})
        row = cursor.fetchone()
    return None if row is None else _claimed(row)


def _send(
    message: Claimed, *, now: datetime, stack: ExitStack, senders: dict[str, Send | Later], asks: Asks
) -> tuple[str, str]:
    try:
        send = _sender(message.channel, stack, senders)
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            send(message, now=now, asks=asks)
    except Later as trouble:
        return ("failed" if message.tries >= MOST_TRIES else "waiting"), trouble.reason
    except Nobody as trouble:
        return "skipped", trouble.reason
    except Never as trouble:
        return "failed", trouble.reason
    except Unclear as trouble:
        # The line is gone: what follows in this run waits, certainly unsent, instead of becoming unclear as well.
        senders[message.channel] = Later(trouble.reason)
        return "unknown", trouble.reason
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # a fault of ours in one message must not hold up all that wait behind it
        log.exception("message %s could not be sent", message.id)
        return "unknown", "broken"
    return "sent", ""


def _sender(key: str, stack: ExitStack, senders: dict[str, Send | Later]) -> Send:
    """The channel's way to send, opened once a run; a channel that is down is asked once a run, too."""
    if key not in CHANNELS:
        raise Never("no_channel")
    if key not in senders:
        try:
            senders[key] = stack.enter_context(CHANNELS[key].open())
        except Later as trouble:
            senders[key] = trouble
    sender = senders[key]
    if isinstance(sender, Later):
        raise sender
    return sender


def _mark(message: Claimed, *, state: str, problem: str, now: datetime) -> None:
    wait = min(timedelta(minutes=2 ** (message.tries - 1)), LONGEST_WAIT)
    with connection.cursor() as cursor:
        cursor.execute(
            MARK,
            {
                "id": message.id,
                "state": state,
                "sent_at": now if state == "sent" else None,
                "due_at": now + wait if state == "waiting" else now,
                "problem": problem[:300],
                "claimed_at": message.claimed_at,
            },
        )


def _claimed(row: tuple[Any, ...]) -> Claimed:
    id_, channel, template, subject, contact_id, audience, context, language, tries, claimed_at = row
    return Claimed(
        id=id_,
        channel=channel,
        template=template,
        subject=subject,
        contact_id=contact_id,
        audience=json.loads(audience),
        context=json.loads(context),
        language=language,
        tries=tries,
        claimed_at=claimed_at,
    )
