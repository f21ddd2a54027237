"""A pack from upload to closed: checked whole, published for every process, retired, its open cases going on."""

import io
import time
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.models import Case
from linli.cases.types import NewCase
from linli.core.errors import NotAllowed
from linli.packs import queries, unpacking
from linli.packs.actions import uploads as actions
from linli.packs.errors import NotADraft, PackRefused, PackRetired
from linli.packs.models import KeptPack
from linli.people.access import Actor
from linli.people.models import Account, Post
from tests import world as worlds
from tests.uploads import text, zipped
from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def admin(world: World) -> Actor:
    account = Account.objects.create(username="admin", name="管理员")
    starts = Post.objects.order_by("id").values_list("starts_date", flat=True)[0]
    post = Post.objects.create(
        account=account,
        role="administrator",
        area_id="4301",
        organisation=world.organisations["desk"],
        starts_date=starts,
    )
    return Actor(kind="staff", account_id=account.pk, post_id=post.pk, role="administrator", area_code="4301")


def published(admin: Actor, now: datetime, **files: str) -> int:
    made = actions.upload(files={"litter.zip": zipped(**files)}, by=admin, now=now)
    with transaction.atomic():
        actions.publish(id=made, by=admin, now=now, is_sure=True)
    queries.forget()
    return made


def reported(world: World, now: datetime) -> str:
    report = NewCase(pack="litter", text="河边有垃圾", channel="web", area_code=worlds.NAMED["@village"])
    return open_case(report=report, by=world.actor("resident"), now=now).number


def test_a_draft_takes_no_reports(world: World, admin: Actor, now: datetime) -> None:
    actions.upload(files={"litter.zip": zipped()}, by=admin, now=now)
    assert "litter" not in {pack.key for pack in queries.installed().current()}


def test_it_takes_reports_once_published(world: World, admin: Actor, now: datetime) -> None:
    published(admin, now)
    number = reported(world, now)
    inputs = {"lead": world.organisations["lead"].pk, "task": "清理"}
    done = act(number=number, action="dispatch", inputs=inputs, by=world.actor("desk"), now=now)
    assert (number[:3], done.stage) == ("LT-", "handling")


def test_another_process_sees_it_in_seconds(
    world: World, admin: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries.installed()
    KeptPack.objects.filter(id=actions.upload(files={"litter.zip": zipped()}, by=admin, now=now)).update(
        state="published", published_at=now, changed_at=now
    )
    assert "litter" not in {pack.key for pack in queries.installed().current()}
    later = time.monotonic() + queries.CHECK_EVERY + 1
    monkeypatch.setattr("time.monotonic", lambda: later)
    assert "litter" in {pack.key for pack in queries.installed().current()}


def test_an_open_case_keeps_its_version(world: World, admin: Actor, now: datetime) -> None:
    published(admin, now)
    number = reported(world, now)
    newer = text("pack.toml").replace('version = "1"', 'version = "2"')
    published(admin, now, **{"pack.toml": newer})
    fresh = reported(world, now)
    kept = dict(Case.objects.filter(number__in=[number, fresh]).values_list("number", "pack_version"))
    assert (kept[number], kept[fresh]) == ("1", "2")


def test_a_retired_pack_takes_no_new_reports_and_goes_on(world: World, admin: Actor, now: datetime) -> None:
    made = published(admin, now)
    number = reported(world, now)
    actions.retire(id=made, by=admin, now=now)
    queries.forget()
    with pytest.raises(PackRetired):
        reported(world, now)
    inputs = {"lead": world.organisations["lead"].pk, "task": "清理"}
    assert act(number=number, action="dispatch", inputs=inputs, by=world.actor("desk"), now=now).stage == "handling"


def test_every_fault_is_told_at_once_by_line(world: World, admin: Actor, now: datetime) -> None:
    bad = text("pack.toml").replace('holder = "desk"', 'holder = "nobody"', 1).replace('by = ["desk"]', 'by = ["x"]', 1)
    with pytest.raises(PackRefused) as refusal:
        actions.upload(files={"litter.zip": zipped(**{"pack.toml": bad})}, by=admin, now=now)
    assert len(refusal.value.faults) == 2
    assert all(fault.line > 1 for fault in refusal.value.faults)
    assert not KeptPack.objects.exists()


def test_its_files_may_come_together_without_a_zip(world: World, admin: Actor, client: Client, now: datetime) -> None:
    client.force_login(Account.objects.get(username="admin"))
    chosen = []
    for name in ("pack.toml", "scenarios.toml"):
        file = io.BytesIO(text(name).encode())
        file.name = name
        chosen.append(file)
    there = client.post(reverse("admin:pack_upload"), {"file": chosen})["Location"]
    assert "清理垃圾专项" in client.get(there).content.decode()
    assert set(unpacking.unpacked(bytes(KeptPack.objects.get().content))) == {"pack.toml", "scenarios.toml"}


def test_files_without_a_pack_are_refused(world: World, admin: Actor, now: datetime) -> None:
    with pytest.raises(PackRefused) as refusal:
        actions.upload(files={"scenarios.toml": b"", "README.md": b""}, by=admin, now=now)
    assert "must hold one pack.toml" in str(refusal.value.faults[0])


@pytest.mark.parametrize("name", ["guards.py", "documents/run.exe", "../../evil.toml"])
def test_code_and_strangers_are_refused(world: World, admin: Actor, now: datetime, name: str) -> None:
    with pytest.raises(PackRefused):
        actions.upload(files={"litter.zip": zipped(**{name: "x"})}, by=admin, now=now)


def test_a_shipped_key_or_prefix_is_refused(world: World, admin: Actor, now: datetime) -> None:
    for words in ({"KEY": "event"}, {"PREFIX": "EV"}):
        with pytest.raises(PackRefused):
            actions.upload(files={"pack.toml": text("pack.toml", **words).encode()}, by=admin, now=now)


def test_a_published_version_never_changes(world: World, admin: Actor, now: datetime) -> None:
    made = published(admin, now)
    with pytest.raises(PackRefused):
        actions.upload(files={"litter.zip": zipped()}, by=admin, now=now)
    row = KeptPack.objects.filter(id=made)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(content=b"x")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_a_published_one_is_no_draft(world: World, admin: Actor, now: datetime) -> None:
    made = published(admin, now)
    with pytest.raises(NotADraft):
        actions.discard(id=made, by=admin, now=now)


def test_only_an_administrator_may(world: World, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.upload(files={"litter.zip": zipped()}, by=world.actor("desk"), now=now)


def test_the_pages_lead_from_upload_to_retired(world: World, admin: Actor, client: Client) -> None:
    client.force_login(Account.objects.get(username="admin"))
    file = io.BytesIO(zipped())
    file.name = "litter.zip"
    there = client.post(reverse("admin:pack_upload"), {"file": file})["Location"]
    assert "清理垃圾专项" in client.get(there).content.decode()
    assert client.get(f"{there}diagram.svg")["Content-Type"] == "image/svg+xml"
    client.post(f"{there}publish/", {"is_sure": "true"})
    queries.forget()
    assert "清理垃圾专项" in client.get(reverse("public:report")).content.decode()
    client.post(f"{there}retire/")
    queries.forget()
    assert "清理垃圾专项" not in client.get(reverse("public:report")).content.decode()


def test_the_page_lists_faults(world: World, admin: Actor, client: Client) -> None:
    client.force_login(Account.objects.get(username="admin"))
    file = io.BytesIO(b"key = 1")
    file.name = "pack.toml"
    answer = client.post(reverse("admin:pack_upload"), {"file": file})
    assert (answer.status_code, "version" in answer.content.decode()) == (422, True)
