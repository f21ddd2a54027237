"""Sending what waits: once, to the right people, in their language; failures wait, end or are admitted."""

import smtplib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from linli.notify import actions, queries
from linli.notify.errors import OutgoingNotFound, OutgoingSettled
from linli.notify.folder import FolderBackend
from linli.notify.models import Notice, Outgoing
from linli.people.contacts import erase, seal
from linli.people.models import Account, Contact, Organisation

TOWN = "430102001"
VILLAGE = "430102001001"
Waiting = Callable[..., Outgoing]
pytestmark = pytest.mark.django_db


class Failing(FolderBackend):
    """A mail server that answers every message with `trouble`."""

    trouble: Exception = OSError("line broken")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise self.trouble


class Unreachable(FolderBackend):
    def open(self) -> bool:
        raise ConnectionRefusedError("nobody listens")


def tells_secret(*, number: str = "", subscription: str = "", room: str = "", code: str = "") -> str | None:
    return "s3cret" if number else "t0ken"


def read(mail: Path, outgoing: Outgoing) -> Any:
    return message_from_bytes((mail / f"{outgoing.pk}.eml").read_bytes(), policy=policy.default)


def state_of(outgoing: Outgoing) -> tuple[str, str]:
    outgoing.refresh_from_db()
    return outgoing.state, outgoing.problem


def test_it_sends_mail_in_the_readers_language_with_the_secret_link(
    now: datetime, mail: Path, waiting: Waiting, reporter: UUID
) -> None:
    message = waiting(contact_id=reporter, context={"own": True, "promised_at": "2026-03-10T10:00:00+00:00"})
    assert actions.deliver(now=now, secret_of=tells_secret).sent == 1
    letter = read(mail, message)
    assert letter["To"] == "wang@example.org"
    assert letter["Subject"] == "We have received your report EV260302000017"
    assert letter["Message-ID"].startswith(f"<linli-{message.pk}@")
    body = letter.get_content()
    assert "You will have an answer by Tuesday 10 March 2026, 18:00." in body
    assert "/case/EV260302000017/s3cret/" in body
    assert state_of(message) == ("sent", "")
    assert message.sent_at == now


def test_a_second_run_sends_nothing(now: datetime, mail: Path, waiting: Waiting, reporter: UUID) -> None:
    waiting(contact_id=reporter)
    actions.deliver(now=now)
    assert actions.deliver(now=now + timedelta(hours=1)) == actions.Delivered()
    assert len(list(mail.iterdir())) == 1


def test_what_is_due_later_waits(now: datetime, waiting: Waiting, reporter: UUID) -> None:
    waiting(contact_id=reporter, due_at=now + timedelta(minutes=1))
    assert actions.deliver(now=now).sent == 0
    assert actions.deliver(now=now + timedelta(minutes=1)).sent == 1


def test_only_the_reporter_gets_the_secret(now: datetime, mail: Path, waiting: Waiting, reporter: UUID) -> None:
    message = waiting(contact_id=reporter, template="answered", context={"own": False})
    actions.deliver(now=now, secret_of=tells_secret)
    assert "s3cret" not in read(mail, message).get_content()


def test_a_subscriber_can_confirm_and_stop_by_links(
    now: datetime, mail: Path, waiting: Waiting, reporter: UUID
) -> None:
    asked = {"subscription": "0199f1a0-0000-7000-8000-000000000000"}
    confirmation = waiting(contact_id=reporter, template="confirm_subscription", context=asked)
    news = waiting(contact_id=reporter, template="answered", context=asked | {"own": False})
    actions.deliver(now=now, secret_of=tells_secret)
    assert "/subscriptions/t0ken/confirm/" in read(mail, confirmation).get_content()
    assert "/subscriptions/t0ken/stop/" in read(mail, news).get_content()


@pytest.mark.parametrize(
    "audience",
    [
        {"posts": {"role": "desk", "area": TOWN}},
        {"posts": {"role": "desk", "area": VILLAGE}},
        {"posts": {"role": "desk", "above": VILLAGE}},
    ],
)
def test_notices_reach_the_holders_of_posts(
    now: datetime, waiting: Waiting, clerks: list[Account], audience: dict[str, Any]
) -> None:
    waiting(channel="inapp", template="returned", audience=audience)
    assert actions.deliver(now=now).sent == 1
    assert {notice.account_id for notice in Notice.objects.all()} == {clerk.pk for clerk in clerks}


def test_notices_reach_accounts_and_organisations_once_each(
    now: datetime, waiting: Waiting, handler: Account, bureau: Organisation
) -> None:
    audience = {"accounts": [handler.pk], "orgs": [bureau.pk]}
    waiting(channel="inapp", template="assigned", audience=audience, context={"due_at": "2026-03-10T10:00:00+00:00"})
    actions.deliver(now=now)
    (notice,) = queries.notices(account_id=handler.pk)
    assert notice.subject == "新任务：网格事件（village 430102001001）EV260302000017"
    assert "办理期限：2026年3月10日 星期二 18:00" in notice.body
    assert notice.link.endswith("/console/cases/EV260302000017/")
    assert queries.unread_count(account_id=handler.pk) == 1
    assert actions.mark_read(account_id=handler.pk, now=now) == 1
    assert queries.unread_count(account_id=handler.pk) == 0


def test_staff_get_mail_too_where_the_installation_wants_it(
    now: datetime, mail: Path, waiting: Waiting, handler: Account, settings: Settings
) -> None:
    settings.STAFF_EMAIL = True
    waiting(channel="inapp", template="merged", audience={"accounts": [handler.pk]})
    assert actions.deliver(now=now).sent == 2
    letter = read(mail, Outgoing.objects.get(channel="email"))
    assert letter["To"] == "zhoubin@example.org"
    assert "不再单独处理" in letter.get_content()
    assert "/console/cases/EV260302000017/" not in letter.get_content()


def test_nobody_to_tell_is_skipped_with_the_reason(
    now: datetime, waiting: Waiting, reporter: UUID, areas: None
) -> None:
    erase(contact_id=reporter, now=now)
    messages = [
        waiting(contact_id=reporter),
        waiting(channel="inapp", audience={"posts": {"role": "desk", "area": TOWN}}),
        waiting(audience={"accounts": [0]}),
    ]
    assert actions.deliver(now=now).skipped == 3
    assert [state_of(message)[1] for message in messages] == ["contact_erased", "no_account", "no_address"]


@pytest.mark.parametrize(
    ("fields", "problem"), [({"template": "nonsense"}, "no_template"), ({"channel": "sms"}, "no_channel")]
)
def test_what_can_never_go_fails_with_the_reason(
    now: datetime, waiting: Waiting, reporter: UUID, fields: dict[str, str], problem: str
) -> None:
    message = waiting(contact_id=reporter, **fields)
    assert actions.deliver(now=now).failed == 1
    assert state_of(message) == ("failed", problem)
    (trouble,) = queries.in_trouble()
    assert trouble.reason != problem


def test_a_passing_failure_waits_longer_each_time_and_fails_in_the_end(
    now: datetime, waiting: Waiting, reporter: UUID, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    message = waiting(contact_id=reporter)
    waits = []
    for _try in range(actions.MOST_TRIES - 1):
        assert actions.deliver(now=now).waiting == 1
        message.refresh_from_db()
        waits.append(message.due_at - now)
        now = message.due_at
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits == sorted(waits)
    assert actions.deliver(now=now).failed == 1
    assert "nobody listens" in state_of(message)[1]


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")}), "failed"),
        (smtplib.SMTPRecipientsRefused({"x": (450, b"busy")}), "waiting"),
        (smtplib.SMTPDataError(554, b"spam"), "failed"),
        (smtplib.SMTPDataError(451, b"later"), "waiting"),
        (smtplib.SMTPServerDisconnected("gone"), "unknown"),
        (TimeoutError("silence"), "unknown"),
    ],
)
def test_the_mail_servers_answer_decides(
    now: datetime,
    waiting: Waiting,
    reporter: UUID,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Exception,
    state: str,
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    monkeypatch.setattr(Failing, "trouble", trouble)
    message = waiting(contact_id=reporter)
    actions.deliver(now=now)
    assert state_of(message)[0] == state


def test_a_message_lost_with_its_worker_is_never_sent_again_by_itself(
    now: datetime, mail: Path, waiting: Waiting, reporter: UUID
) -> None:
    message = waiting(contact_id=reporter, state="sending", claimed_at=now - timedelta(minutes=11), tries=1)
    assert actions.deliver(now=now).unknown == 1
    assert state_of(message) == ("unknown", "lost")
    assert not mail.exists()
    actions.send_again(outgoing_id=message.pk, now=now)
    assert actions.deliver(now=now).sent == 1


def test_an_administrator_may_let_a_message_go(now: datetime, waiting: Waiting, reporter: UUID) -> None:
    message = waiting(contact_id=reporter, state="failed", problem="no_address")
    actions.let_go(outgoing_id=message.pk)
    assert state_of(message) == ("skipped", "let_go")
    with pytest.raises(OutgoingSettled):
        actions.send_again(outgoing_id=message.pk, now=now)
    with pytest.raises(OutgoingNotFound):
        actions.let_go(outgoing_id=0)


def test_idle_it_costs_three_statements_and_a_savepoint(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        actions.deliver(now=now)


def test_old_messages_are_pruned(now: datetime, waiting: Waiting, reporter: UUID, handler: Account) -> None:
    waiting(contact_id=reporter)
    waiting(channel="inapp", audience={"accounts": [handler.pk]})
    actions.deliver(now=now)
    assert actions.prune(now=now + timedelta(days=1)) == 0
    assert actions.prune(now=now + timedelta(days=91)) == 1
    actions.mark_read(account_id=handler.pk, now=now)
    assert actions.prune(now=now + timedelta(days=400)) == 2
    assert not Outgoing.objects.exists()


def test_the_database_refuses_states_that_contradict_themselves(waiting: Waiting, reporter: UUID) -> None:
    for fields in ({"state": "sent"}, {"state": "odd"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            waiting(contact_id=reporter, **fields)


def test_an_address_with_a_line_break_harms_nobody(now: datetime, mail: Path, waiting: Waiting, reporter: UUID) -> None:
    sealed = seal(email="a@example.org\nBcc: other@example.org", purpose="case")
    assert sealed is not None
    bad = Contact.objects.create(id=sealed.id, email=sealed.email, purpose="case")
    crooked, straight = waiting(contact_id=bad.pk), waiting(contact_id=reporter)

    assert actions.deliver(now=now).sent == 1

    assert state_of(crooked) == ("failed", "bad_address")
    assert state_of(straight) == ("sent", "")


def test_a_message_that_cannot_be_made_holds_up_no_other(
    now: datetime, waiting: Waiting, clerks: list[Account]
) -> None:
    crooked = waiting(channel="inapp", template="returned", audience={"posts": {"nobody": "knows"}})
    straight = waiting(channel="inapp", template="returned", audience={"accounts": [clerks[0].pk]})

    assert actions.deliver(now=now).sent == 1

    assert state_of(crooked) == ("unknown", "broken")
    assert state_of(straight) == ("sent", "")
