"""The guided pathway: every way leads somewhere, the law says what it cites, and bad files are told by line."""

import io
import re
from datetime import date
from pathlib import Path

import docx
import pytest

from linli.mediation.pathway import letters, queries, reading, rules
from linli.mediation.pathway.definition import Basis, Pathway, Route

LAST = r"(?=^第[一二三四五六七八九十百零]+条 |\Z)"


@pytest.fixture(scope="module")
def national() -> Pathway:
    found = reading.read(queries.NATIONAL)
    assert found.faults == ()
    assert found.pathway is not None
    return found.pathway


def kinds(routes: tuple[Route, ...]) -> list[str]:
    return [one.kind for one in routes]


def test_every_way_ends_with_rights_and_with_routes_of_different_kinds(national: Pathway) -> None:
    ways = list(rules.ways(pathway=national))
    assert len(ways) > 100
    for way in ways:
        found = kinds(way.routes)
        assert found, way.answers
        assert len(set(found)) == len(found), way.answers
        assert way.rights, way.answers
        assert len(way.steps) == way.count


def test_every_kind_of_route_is_open_to_somebody(national: Pathway) -> None:
    found = {kind for way in rules.ways(pathway=national) for kind in kinds(way.routes)}
    assert found == {"settle", "mediate", "notarise", "rule", "reconsider", "arbitrate", "court"}


def test_a_worker_is_led_from_mediation_to_arbitration_to_the_court(national: Pathway) -> None:
    answers = {"safe": "no", "about": "work", "work_ended": "recent", "work_pay": "yes", "talked": "refused"}
    way = rules.walk(pathway=national, answers=answers)
    assert kinds(way.routes) == ["settle", "mediate", "arbitrate", "court"]
    assert any("一年" in one.text["zh"] for one in way.cautions)
    assert [one.key for one in way.letters] == ["ask"]


def test_danger_comes_first_and_at_once(national: Pathway) -> None:
    way = rules.walk(pathway=national, answers={"safe": "yes"})
    assert way.question is not None
    assert "110" in way.urgent[0].text["zh"]
    done = rules.walk(pathway=national, answers={"safe": "yes", "about": "neighbours"})
    assert done.urgent == way.urgent
    assert "settle" not in kinds(done.routes), "nobody in danger is sent to talk it over"


def test_identity_is_never_promised_a_judicial_confirmation(national: Pathway) -> None:
    answers = {"safe": "no", "about": "family", "family_matter": "status", "talked": "no"}
    way = rules.walk(pathway=national, answers=answers)
    assert any("司法确认" in one.text["zh"] for one in way.cautions)


def test_answers_that_no_longer_count_are_dropped(national: Pathway) -> None:
    answers = {"safe": "no", "about": "money", "land_when": "within", "clause": "maybe", "talked": "no"}
    way = rules.walk(pathway=national, answers=answers)
    assert way.answers == {"safe": "no", "about": "money"}
    assert way.question is not None
    assert way.question.key == "clause"


def _cited(pathway: Pathway) -> list[Basis]:
    notices = [basis for one in (*pathway.rights, *pathway.cautions) for basis in one.basis]
    return [basis for basis in (*notices, *(basis for one in pathway.routes for basis in one.basis)) if basis.law]


def test_the_law_says_what_is_cited(national: Pathway, data: Path) -> None:
    cited = _cited(national)
    assert len(cited) > 30
    for basis in cited:
        text = (data.parent / "laws" / f"{basis.law}.md").read_text(encoding="utf-8")
        article = re.search(rf"^{basis.article} (.*?){LAST}", text, re.DOTALL | re.MULTILINE)
        assert article, f"{basis.law} has no {basis.article}"
        assert basis.words, f"{basis.law} {basis.article}: say what of it is meant"
        for words in basis.words:
            assert words in article[1], f"{basis.law} {basis.article} does not say {words}"


def test_every_route_says_its_law(national: Pathway) -> None:
    assert [one.title["zh"] for one in national.routes if not one.basis] == []


FAULTY = """
[questions.first]
title = { zh = "问", en = "Ask" }
when = { later = ["yes"] }
answers = { yes = { zh = "是", en = "Yes" }, no = { zh = "否", en = "No" } }

[questions.later]
title = { zh = "问" }
answers = { yes = { zh = "是", en = "Yes" }, no = { zh = "否", en = "No" } }

[[routes]]
kind = "magic"
title = { zh = "路", en = "Way" }
text = { zh = "路", en = "Way" }
time = { zh = "一天", en = "A day" }
cost = { zh = "无", en = "None" }
"""


def test_faults_of_shape_come_all_at_once_by_line(tmp_path: Path) -> None:
    file = tmp_path / "pathway.toml"
    file.write_text(FAULTY, encoding="utf-8")
    found = reading.read(file)
    assert found.pathway is None
    assert [one.line for one in found.faults] == [8, 12]


def test_faults_of_meaning_name_what_there_is(tmp_path: Path) -> None:
    file = tmp_path / "pathway.toml"
    text = FAULTY.replace('title = { zh = "问" }', 'title = { zh = "问", en = "Ask" }').replace("magic", "court")
    file.write_text(text.replace("cost = {", 'when = { first = ["maybe"] }\ncost = {'), encoding="utf-8")
    messages = [(one.line, one.message) for one in reading.read(file).faults]
    assert [line for line, _message in messages] == [4, 16]
    assert "no question 'later' is asked before" in messages[0][1]
    assert "choose from yes, no" in messages[1][1]


def test_a_letter_takes_its_writer_s_words_as_they_are(national: Pathway) -> None:
    letter = next(one for one in national.letters if one.key == "ask")
    facts = "# 漏水 {ask} {{ x }}\n| 三次"
    blanks = {"to": "楼上住户", "facts": facts, "ask": "修好水管", "sender": "演示居民", "reach": ""}
    filled = letters.fill(
        letter=letter, blanks=blanks, until=date(2026, 12, 1), today=date(2026, 11, 22), language="zh"
    )
    assert filled.recipient == "楼上住户："
    assert "# 漏水 {ask} {{ x }} | 三次" in filled.paragraphs[0]
    assert "请求你在2026年12月1日以前：修好水管" in filled.paragraphs[1]
    assert "＿＿＿" in filled.paragraphs[2], "what is left out stays to be filled in by hand"
    written = docx.Document(io.BytesIO(letters.word(filled=filled, language="zh")))
    text = "\n".join(one.text for one in written.paragraphs)
    assert "楼上住户：" in text
    assert "修好水管" in text
    assert not written.tables
