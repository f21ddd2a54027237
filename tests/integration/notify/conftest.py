"""The people of these tests: two clerks of a desk, a handler, a reporter with an address; mail goes to a folder."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from linli.notify.models import Outgoing
from linli.people.contacts import seal
from linli.people.models import Account, Contact, Organisation, Post
from linli.places.models import Area

TOWN = "430102001"
VILLAGE = "430102001001"
Waiting = Callable[..., Outgoing]


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def areas(db: None) -> None:
    parent = None
    for code, level in [
        ("43", "province"),
        ("4301", "city"),
        ("430102", "county"),
        (TOWN, "town"),
        (VILLAGE, "village"),
    ]:
        parent = Area.objects.create(code=code, name=f"{level} {code}", level=level, parent=parent)


@pytest.fixture
def bureau(areas: None) -> Organisation:
    return Organisation.objects.create(code="cg", path="0001", name="城市管理局")


@pytest.fixture
def clerks(bureau: Organisation) -> list[Account]:
    return [_at_post(name, "desk", TOWN, bureau) for name in ("lilan", "wuhao")]


@pytest.fixture
def handler(bureau: Organisation) -> Account:
    return _at_post("zhoubin", "handler", TOWN, bureau)


@pytest.fixture
def reporter(db: None) -> UUID:
    sealed = seal(name="反映人乙", phone="13812345678", email="wang@example.org", purpose="case", language="en")
    assert sealed is not None
    return _kept(sealed)


@pytest.fixture
def waiting(now: datetime) -> Waiting:
    """Puts a message into the outbox."""

    def put(*, context: dict[str, Any] | None = None, **fields: Any) -> Outgoing:
        usual = {"number": "EV260302000017", "pack": {"zh": "网格事件", "en": "Neighbourhood event"}, "area": VILLAGE}
        given = {"channel": "email", "template": "received", "subject": "EV260302000017", "due_at": now}
        return Outgoing.objects.create(**given | fields, context=usual | (context or {}))

    return put


@pytest.fixture(autouse=True)
def mail(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "linli.notify.folder.FolderBackend"
    settings.MAIL_FOLDER = tmp_path / "mail"
    return tmp_path / "mail"


def _at_post(name: str, role: str, area: str, organisation: Organisation) -> Account:
    account = Account.objects.create(username=name, name=name, email=f"{name}@example.org")
    Post.objects.create(
        account=account, role=role, area_id=area, organisation=organisation, starts_date=date(2026, 1, 1)
    )
    return account


def _kept(sealed: Any) -> UUID:
    contact = Contact.objects.create(
        id=sealed.id,
        name=sealed.name,
        phone=sealed.phone,
        email=sealed.email,
        mask=sealed.mask,
        purpose=sealed.purpose,
        language=sealed.language,
    )
    return contact.pk
