"""Notices in the console: a row for each account of the audience, and an e-mail too if the installation wants that."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from linli.notify.audience import resolve
from linli.notify.channels.base import Asks, Claimed, Send
from linli.notify.errors import Nobody
from linli.notify.models import Notice, Outgoing
from linli.people.models import Account


class InApp:
    """To accounts."""

    key = "inapp"
    is_local = True

    @contextmanager
    def open(self) -> Iterator[Send]:
        """Nothing to open: it writes into this database."""
        yield _send


def _send(message: Claimed, *, now: datetime, asks: Asks) -> None:
    accounts = resolve(message.audience, on_date=localdate(now))
    if not accounts:
        raise Nobody("no_account")
    Notice.objects.bulk_create(
        [
            Notice(
                account_id=account_id,
                outgoing_id=message.id,
                template=message.template,
                subject=message.subject,
                context=dict(message.context),
                made_at=now,
            )
            for account_id in accounts
        ],
        ignore_conflicts=True,
    )
    if settings.STAFF_EMAIL:
        _by_mail_too(message, accounts, now)


def _limits(message: Claimed) -> dict[str, Any]:
    return {key: value for key, value in message.audience.items() if key == "not_under"}


def _by_mail_too(message: Claimed, accounts: tuple[int, ...], now: datetime) -> None:
    reachable = Account.objects.filter(id__in=accounts, is_active=True).exclude(email="")
    Outgoing.objects.bulk_create(
        Outgoing(
            channel="email",
            template=message.template,
            subject=message.subject,
            audience={**_limits(message), "accounts": [account.pk]},
            context=dict(message.context),
            language=account.language,
            due_at=now,
        )
        for account in reachable
    )
