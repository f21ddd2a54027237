"""A step that issues a document: written, numbered and kept, shown before it is taken, refused without it."""

import io
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from linli.cases.actions.acting import act, preview
from linli.cases.actions.attaching import kept_at
from linli.cases.actions.opening import open_case
from linli.cases.models import Attachment, Event
from linli.cases.queries.details import detail
from linli.cases.queries.examples import example_of
from linli.cases.queries.letters import names_of
from linli.cases.queries.public import public_case
from linli.cases.queries.verifying import verify
from linli.cases.types import NewCase, NewContact, Opened
from linli.core.errors import NotAllowed
from linli.documents import drafting
from linli.documents.actions import templates
from linli.documents.errors import DocumentFailed, TemplateRefused
from linli.documents.models import LastNumber, Template
from linli.documents.queries import template_of, versions
from linli.people.access import Actor
from linli.people.models import Account
from linli.process import registry
from linli.process.definition import Pack
from tests import world as worlds
from tests.world import World

PACK = Path(__file__).parents[3] / "packs" / "_new"
LETTERS = """
[notice.zh]
title = "受理告知书"
body = "您反映的“{{ 事项标题 }}”收悉。办理：{{ 填写.task }}，由{{ 填写.lead }}承办。"
[notice.en]
title = "Notice of Acceptance"
body = "We have received “{{ case_title }}”. To do: {{ given.task }}, by {{ given.lead }}."
"""


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[str]:
    """The packs' own template with a document on its dispatch."""
    folder = tmp_path / "notices"
    (folder / "documents").mkdir(parents=True)
    words = {"@KEY@": "notices", "@TITLE_ZH@": "告知", "@TITLE_EN@": "Notices", "@PREFIX@": "NT"}
    text = (PACK / "pack.toml.template").read_text(encoding="utf-8")
    for word, said in words.items():
        text = text.replace(word, said)
    text = text.replace('effect = "dispatch"', 'effect = "dispatch"\ndocument = "notice"\ndocument_for = "reporter"', 1)
    (folder / "pack.toml").write_text(text, encoding="utf-8")
    (folder / "documents" / "letters.toml").write_text(LETTERS, encoding="utf-8")
    for file, content in drafting.made(folder / "documents"):
        file.write_bytes(content)
    registry.use(roots=[tmp_path])
    yield "notices"
    registry.use(roots=[])
    shutil.rmtree(folder)


def reported(world: World, pack: str, now: datetime, language: str = "zh-hans") -> Opened:
    contact = NewContact(name="王小明", phone="13800001234", email="w@example.org", language=language)
    report = NewCase(
        pack=pack, text="路灯坏了 <三盏> & 很暗", channel="web", area_code=worlds.NAMED["@village"], contact=contact
    )
    return open_case(report=report, by=world.actor("resident"), now=now)


def inputs(world: World) -> dict[str, object]:
    return {"lead": world.organisations["lead"].pk, "task": "尽快修复"}


def said(attachment: Attachment) -> str:
    content = kept_at(path=attachment.path).read_bytes()
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


def test_it_is_written_numbered_and_kept(world: World, pack: str, now: datetime) -> None:
    opened = reported(world, pack, now)
    done = act(number=opened.number, action="dispatch", inputs=inputs(world), by=world.actor("desk"), now=now)
    kept = Attachment.objects.get(case_id=opened.case_id, purpose="letter")
    text = said(kept)
    for words in ("综治中心", "长沙〔2026〕1号", "王**：", "<三盏> & 很暗", "尽快修复", "城管局", "2026年3月2日"):
        assert words in text
    assert "王小明" not in text
    event = Event.objects.get(case_id=opened.case_id, seq=done.event_seq)
    assert event.body
    assert event.body["documents"] == [{"key": "notice", "number": "长沙〔2026〕1号", "sha256": kept.sha256}]
    assert list(verify()) == []


def test_the_reporter_and_the_offices_find_it(world: World, pack: str, now: datetime) -> None:
    opened = reported(world, pack, now)
    act(number=opened.number, action="dispatch", inputs=inputs(world), by=world.actor("desk"), now=now)
    seen = public_case(number=opened.number, secret=opened.secret, now=now)
    inside = detail(number=opened.number, by=world.actor("desk"), now=now)
    assert [one.purpose for one in seen.attachments] == ["letter"] == [one.purpose for one in inside.attachments]


def test_numbers_follow_each_other(world: World, pack: str, now: datetime) -> None:
    for _ in range(3):
        opened = reported(world, pack, now)
        act(number=opened.number, action="dispatch", inputs=inputs(world), by=world.actor("desk"), now=now)
    assert list(LastNumber.objects.values_list("mark", "year", "last")) == [("长沙", 2026, 3)]


def test_it_speaks_the_language_of_the_reporter(world: World, pack: str, now: datetime) -> None:
    opened = reported(world, pack, now, language="en")
    act(number=opened.number, action="dispatch", inputs=inputs(world), by=world.actor("desk"), now=now)
    assert "2 March 2026" in said(Attachment.objects.get(case_id=opened.case_id, purpose="letter"))


def test_it_is_shown_before(world: World, pack: str, now: datetime) -> None:
    opened = reported(world, pack, now)
    blocks = preview(number=opened.number, action="dispatch", inputs=inputs(world), by=world.actor("desk"), now=now)
    assert {"受理告知书", "长沙〔2026〕＿＿号"} <= {block.text for block in blocks}
    assert not LastNumber.objects.exists()
    assert not Attachment.objects.exists()


def administrator(world: World) -> Actor:
    desk = world.actor("city_desk")
    return Actor(kind="staff", account_id=desk.account_id, post_id=desk.post_id, role="administrator", area_code="4301")


def put(pack: Pack, content: bytes, *, by: Actor, now: datetime) -> None:
    templates.replace(
        pack=pack,
        key="notice",
        language="zh",
        content=content,
        names=names_of(pack=pack, document="notice"),
        example=example_of(pack=pack, document="notice", language="zh", today=now.date()),
        by=by,
        now=now,
    )


def drawn(body: str) -> bytes:
    side = drafting.Side.model_validate({**drafting.USUAL["zh"], "title": "本市告知书", "body": body})
    return drafting.draft(side=side, language="zh")


def test_a_city_puts_its_own_template_in_place(world: World, pack: str, now: datetime) -> None:
    one, by = registry.registry().pack(pack), administrator(world)
    put(one, drawn("{{ 填写.task }}"), by=by, now=now)
    assert template_of(pack=one, key="notice", language="zh").source == "city"
    templates.put_back(pack=one, key="notice", language="zh", by=by, now=now)
    assert template_of(pack=one, key="notice", language="zh").source == "pack"
    found = versions(pack=pack, key="notice", language="zh")
    assert [(row.is_current, row.is_back) for row in found] == [(True, True), (False, False)]


def test_a_template_with_faults_is_refused(world: World, pack: str, now: datetime) -> None:
    one, by = registry.registry().pack(pack), administrator(world)
    with pytest.raises(TemplateRefused, match=r"填写\.facts"):
        put(one, drawn("{{ 填写.facts }}"), by=by, now=now)
    assert not Template.objects.exists()


def test_only_an_administrator_replaces_one(world: World, pack: str, now: datetime) -> None:
    one = registry.registry().pack(pack)
    with pytest.raises(NotAllowed):
        put(one, drawn("x"), by=world.actor("desk"), now=now)


def test_without_the_document_there_is_no_step(world: World, pack: str, now: datetime) -> None:
    opened = reported(world, pack, now)
    Template.objects.create(
        pack=pack, key="notice", language="zh", content=drawn("{{ 填写.gone }}"), sha256="0" * 64, put_at=now
    )
    with pytest.raises(DocumentFailed, match="gone"):
        act(number=opened.number, action="dispatch", inputs=inputs(world), by=world.actor("desk"), now=now)
    assert detail(number=opened.number, by=world.actor("desk"), now=now).row.stage == opened.stage
    assert not Attachment.objects.exists()
    assert not LastNumber.objects.exists()


def test_the_console_shows_it_and_keeps_what_was_typed(world: World, pack: str, now: datetime, client: Client) -> None:
    opened = reported(world, pack, now)
    account = Account.objects.get(id=world.actor("desk").account_id or 0)
    client.force_login(account)
    address = reverse("console:act", args=[opened.number, "dispatch"])
    page = client.post(address, inputs(world) | {"preview": "1"})
    text = page.content.decode()
    assert (page.status_code, "受理告知书" in text, "尽快修复" in text) == (200, True, True)
    assert not Attachment.objects.exists()
    taken = client.post(address, inputs(world))
    assert taken.status_code == 302
    assert "NT-" in client.get(reverse("console:case", args=[opened.number])).content.decode()


def test_the_reporter_downloads_it(world: World, pack: str, now: datetime, client: Client) -> None:
    opened = reported(world, pack, now)
    act(number=opened.number, action="dispatch", inputs=inputs(world), by=world.actor("desk"), now=now)
    kept = Attachment.objects.get(case_id=opened.case_id)
    page = client.get(reverse("public:case", args=[opened.number, opened.secret])).content.decode()
    address = reverse("public:photo", args=[opened.number, opened.secret, kept.id])
    assert address in page
    answer = client.get(address)
    assert "attachment" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    answer.close()
