"""What leaves the desk: the reporter's words masked, also in tables and names of files; an answer as it stands."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings

from linli.cases.rules import publishing
from linli.cases.types import AttachmentView, EventView
from linli.process.check import read
from linli.process.definition import Field, Pack
from tests.written import left, texts

FOLDER = Path(__file__).parents[4] / "packs" / "event"
TEXT = "我叫王小明，电话13812345678，住芙蓉路98号3栋1201室"
MASKED = "我叫〔姓名〕，电话〔电话〕，住芙蓉路〔门牌〕〔门牌〕"
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
WORDS = {"zh": "说明", "en": "Note"}


def field(key: str, kind: Any = "text", **more: Any) -> Field:
    return Field(key, kind, WORDS, WORDS, **more)


ASKED = (
    field("note"),
    field("name", sensitivity="personal"),
    field("rows", "table", columns=(field("item"), field("who", sensitivity="personal"))),
    field("count", "number"),
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    found = read(FOLDER / "pack.toml", folder=FOLDER).pack
    assert found is not None
    return replace(found, fields=ASKED, public_address="village")


def event(body: dict[str, Any], *, kind: str = "open", actor: str = "reporter") -> EventView:
    return EventView(1, NOW, kind, WORDS, actor, "", "", "", "filed", True, body, "", False)


def test_what_was_reported_is_masked(pack: Pack) -> None:
    body = {"title": TEXT, "text": TEXT, "address": TEXT, "channel": "web"}

    shown = publishing.told(event=event(body), pack=pack).body
    assert shown == {"title": MASKED, "text": MASKED, "address": MASKED, "channel": "web"}


def test_free_words_of_fields_and_tables_are_masked_and_personal_ones_left_to_the_pack(pack: Pack) -> None:
    given_in = {"note": TEXT, "name": "王小明", "rows": [{"item": TEXT, "who": "王小明"}], "count": 3}

    shown = publishing.told(event=event({"fields": given_in}), pack=pack).body["fields"]
    assert shown == {"note": MASKED, "name": "王小明", "rows": [{"item": MASKED, "who": "王小明"}], "count": 3}


def test_a_place_said_at_a_later_step_is_masked(pack: Pack) -> None:
    moved = event({"inputs": {"address": TEXT, "lon": 113.0}}, kind="add")

    assert publishing.told(event=moved, pack=pack).body["inputs"] == {"address": MASKED, "lon": 113.0}


def test_an_answer_stays_as_it_was_written(pack: Pack) -> None:
    answer = event({"inputs": {"answer": TEXT}}, kind="answer", actor="account")

    assert publishing.told(event=answer, pack=pack) == answer


def test_the_pack_says_how_fine_an_address_is_shown(pack: Pack) -> None:
    def shown(finest: Any) -> str:
        return publishing.words(text="芙蓉路98号3栋1201室", pack=replace(pack, public_address=finest))

    assert shown("village") == "芙蓉路〔门牌〕〔门牌〕"
    assert shown("building") == "芙蓉路98号3栋〔门牌〕"
    assert shown("door") == "芙蓉路98号3栋1201室"


def test_names_of_files_are_masked_but_for_our_letters(pack: Pack) -> None:
    file = AttachmentView(UUID(int=1), 1, "file", "王女士13812345678.pdf", "application/pdf", None, None, 1, True, NOW)

    assert publishing.attached(file=file, pack=pack).name == "〔姓名〕女士〔电话〕.pdf"
    letter = replace(file, purpose="letter")
    assert publishing.attached(file=letter, pack=pack) == letter


@given(texts())
@settings(max_examples=100, deadline=None)
def test_no_phone_identity_number_or_plate_is_told(pack: Pack, written: tuple[str, str]) -> None:
    text, number = written
    body = {"text": text, "fields": {"note": text, "rows": [{"item": text}]}}

    told = str(publishing.told(event=event(body), pack=pack).body)
    assert number not in told
    assert left(told) == []
