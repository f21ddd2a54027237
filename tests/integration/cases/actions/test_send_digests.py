"""Subscribers of a place hear once a day what is new there: kinds and places, no texts, and how to stop it."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytest_django.fixtures import Settings

from linli.cases.actions.digesting import send_digests
from linli.cases.actions.opening import open_case
from linli.cases.actions.subscribing import confirm, subscribe
from linli.cases.actions.tallies import fold
from linli.cases.types import NewCase
from linli.mediation.queries.secrets import secret_of
from linli.notify.actions import deliver
from linli.notify.models import Outgoing
from linli.people.access import PUBLIC
from linli.places.models import Area

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 3, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TOWN, VILLAGE = "430102001", "430102001001"


@pytest.fixture(autouse=True)
def areas(db: None) -> None:
    parent = None
    levels = {"43": "province", "4301": "city", "430102": "county", TOWN: "town", VILLAGE: "village"}
    for code, level in levels.items():
        parent = Area.objects.create(code=code, name=f"{level} {code}", level=level, parent=parent)


def subscribed() -> None:
    asked = subscribe(email="li@example.org", language="en", now=NOW, area=TOWN)
    confirm(subscription=asked.id, token=asked.token, now=NOW)
    Outgoing.objects.all().delete()


def report() -> None:
    open_case(
        report=NewCase(pack="event", text="张三家门口路灯不亮", channel="web", area_code=VILLAGE),
        by=PUBLIC,
        now=NOW - timedelta(hours=2),
    )


def test_it_tells_what_is_new_once_a_day_and_how_to_stop_it(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_FOLDER = "linli.notify.folder.FolderBackend", tmp_path
    subscribed()
    report()
    fold()
    assert send_digests(now=NOW) == 1
    assert send_digests(now=NOW + timedelta(hours=1)) == 0
    message = Outgoing.objects.get(template="area_digest")
    assert "张三" not in str(message.context)

    assert deliver(now=NOW, secret_of=secret_of).sent == 1
    letter = message_from_bytes((tmp_path / f"{message.pk}.eml").read_bytes(), policy=policy.default)
    assert letter["Subject"] == f"town {TOWN}: 1 new, 0 closed"
    assert "".join(letter["List-Unsubscribe"].split()).strip("<>") in str(letter.get_payload())


def test_nothing_new_is_not_news() -> None:
    subscribed()
    assert send_digests(now=NOW) == 0


def test_nobody_is_written_to_before_eight() -> None:
    subscribed()
    report()
    assert send_digests(now=NOW.replace(hour=7)) == 0
    assert send_digests(now=NOW.replace(hour=8)) == 1


def test_who_did_not_confirm_hears_nothing() -> None:
    subscribe(email="li@example.org", language="en", now=NOW, area=TOWN)
    report()
    assert send_digests(now=NOW) == 0
