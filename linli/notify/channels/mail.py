"""E-mail, through Django's mail backend: an SMTP server, or a folder in the demo."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from email.mime.image import MIMEImage
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.utils.timezone import localdate

from linli.core.errors import LinliError
from linli.notify import links
from linli.notify.audience import resolve
from linli.notify.channels.base import Asks, Claimed, SecretOf, Send, Shown
from linli.notify.errors import Later, Never, Nobody, Unclear
from linli.notify.texts import Language, language_of, page, render
from linli.people.contacts import open_contact
from linli.people.models import Account

PERMANENT = 500
OUTGOING_HEADER = "X-Linli-Outgoing"


class Mail:
    """To a reporter's contact, or to one account."""

    key = "email"
    is_local = False

    @contextmanager
    def open(self) -> Iterator[Send]:
        """One connection for all the messages of a run."""
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise Later(f"{type(error).__name__}: {error}") from error
        try:

            def send(message: Claimed, *, now: datetime, asks: Asks) -> None:
                letter = _letter(message, asks, localdate(now))
                letter.connection = connection
                _hand_over(letter)

            yield send
        finally:
            connection.close()


class _Letter(EmailMultiAlternatives):
    """A letter whose pictures belong to its text, not beside it as files."""

    mixed_subtype = "related"


def _letter(message: Claimed, asks: Asks, on_date: date) -> EmailMessage:
    secret_of = asks.secret_of
    address, language = _recipient(message, on_date)
    asked = message.context.get("subscription")
    token = secret_of(subscription=asked) if asked else None
    code = message.context.get("code")
    context = {**message.context, "token": token, "code": secret_of(code=code) if code else ""}
    link = _link(message, secret_of)
    text = render(
        template=message.template,
        language=language,
        context=context,
        link=link,
        is_staff=message.contact_id is None,
    )
    frame = render(template="mail_frame", language=language, context=context)
    letter = _Letter(
        subject=text.subject,
        body=f"{text.body}\n\n-- \n{frame.body}\n",
        to=[address],
        headers={
            "Message-ID": f"<linli-{message.id}@{_domain()}>",
            "Auto-Submitted": "auto-generated",
            OUTGOING_HEADER: str(message.id),
        }
        | ({"List-Unsubscribe": f"<{links.stop_link(token=token)}>"} if token else {}),
    )
    if shown := asks.shown_in(context=message.context, language=language):
        _dress(letter, message, shown, language, link)
    return letter


def _dress(letter: _Letter, message: Claimed, shown: Shown, language: Language, link: str) -> None:
    """The same as a page, its pictures inside; programs that read plain text alone keep to that."""
    ends = f"{message.id}@{_domain()}"
    pictures = [(f"{one.key}.{ends}", one) for one in shown.pictures]
    said = {"subject": letter.subject, "link": link, "shown": shown, "pictures": pictures}
    letter.attach_alternative(page(template=message.template, language=language, said=said), "text/html")
    for id_, one in pictures:
        part = MIMEImage(one.content, "png")
        part.add_header("Content-ID", f"<{id_}>")
        part.add_header("Content-Disposition", "inline", filename=f"{one.key}.png")
        letter.attach(part)


def _recipient(message: Claimed, on_date: date) -> tuple[str, Language]:
    """Address and language. Raises Nobody when the contact is erased or left no address."""
    if message.contact_id is None:
        return _account(message, on_date)
    try:
        contact = open_contact(contact_id=message.contact_id, purpose="notify")
    except LinliError as error:
        raise Nobody("contact_erased") from error
    if not contact.email:
        raise Nobody("no_address")
    return contact.email, language_of(message.language, contact.language)


def _account(message: Claimed, on_date: date) -> tuple[str, Language]:
    accounts = Account.objects.filter(id__in=resolve(message.audience, on_date=on_date)[:1], is_active=True)
    account = accounts.exclude(email="").first()
    if account is None:
        raise Nobody("no_address")
    return account.email, language_of(message.language, account.language)


def _link(message: Claimed, secret_of: SecretOf) -> str:
    """The secret link goes to the reporter alone, a room's to its participant; staff get the console, everybody else
    the page that asks."""
    if participant := message.context.get("room"):
        secret = secret_of(room=participant)
        return links.room_link(participant=participant, secret=secret) if secret else ""
    if message.context.get("own"):
        secret = secret_of(number=message.subject)
        return links.reporter_link(number=message.subject, secret=secret) if secret else links.tracking_link()
    if message.contact_id:
        return links.tracking_link()
    return links.staff_link(subject=message.subject, context=message.context)


def _hand_over(letter: EmailMessage) -> None:
    """Tells certain failures from unclear ones: once the server may have taken the message, it is not sent again."""
    try:
        letter.message()
    except ValueError as error:  # a line break in the address, or one that no server takes
        raise Never("bad_address") from error
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _refused(code, words) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unclear(f"{type(error).__name__}: {error}") from error


def _refused(code: int, words: bytes | str) -> Later | Never:
    told = f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
    return Never(told) if code >= PERMANENT else Later(told)


def _domain() -> str:
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
    return sender or urlsplit(settings.BASE_URL).hostname or "localhost"
