"""What the law asks of incidents: its words by article, its only period, its grades, and nothing about persons."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from linli.process import guards
from linli.process.definition import Pack
from linli.process.guards import GuardFacts
from linli.process.registry import registry

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
UNSURE = "城市默认值，待核实"
CITED = {
    "kinds": ("tufa", "第二条", "自然灾害、事故灾难、公共卫生事件和社会安全事件"),
    "grades": ("tufa", "第三条", "突发自然灾害、事故灾难、公共卫生事件分为特别重大、重大、较大和一般四级"),
    "checked at once": ("tufa", "第六十条", "应当按照规定立即核实处理，对于不属于其职责的，应当立即移送相关单位"),
    "never late": ("tufa", "第六十一条", "不得迟报、谎报、瞒报、漏报"),
    "levels": ("tufa", "第七十一条", "分为一级、二级、三级和四级，一级为最高级别"),
    "what a start says": ("tufa", "第七十二条", "应当明确响应事项、级别、预计期限、应急处置措施等"),
    "measures": ("tufa", "第七十三条", "采取防止发生次生、衍生事件的必要措施"),
    "measures of public security": ("tufa", "第七十四条", "封锁有关场所、道路"),
    "destroyed": ("tufa", "第八十五条", "并在突发事件应对工作结束后予以销毁"),
    "declared over": ("tufa", "第八十六条", "应当宣布解除应急响应"),
    "assessed": ("tufa", "第八十七条", "对突发事件造成的影响和损失进行调查评估"),
    "lessons": ("tufa", "第九十二条", "总结突发事件应急处置工作的经验教训，制定改进措施"),
    "archived": ("tufa", "第九十四条", "应当按照国家规定归档"),
    "informed": ("tufa", "第七条", "应当及时向社会公布突发事件相关信息"),
    "in force": ("tufa", "第一百零六条", "自2024年11月1日起施行"),
    "accident's grades": ("shigu", "第三条", "是指造成3人以上10人以下死亡，或者10人以上50人以下重伤"),
    "two hours": ("shigu", "第十一条", "每级上报的时间不得超过2小时"),
    "what a report says": ("shigu", "第十二条", "事故的简要经过"),
    "additions": ("shigu", "第十三条", "自事故发生之日起30日内，事故造成的伤亡人数发生变化的，应当及时补报"),
}
"""What the pack takes from a law: the law, its article, the words."""
ABOUT_PERSONS = ("身份证", "姓名", "联系人", "重点人", "性别", "年龄", "民族")


@pytest.fixture
def pack() -> Pack:
    return registry().pack("incident")


def article(data: Path, law: str, number: str) -> str:
    text = (data.parent / "laws" / f"{law}.md").read_text(encoding="utf-8")
    parts = re.split(r"^(第[一二三四五六七八九十百零]+条)\s", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))[number]


@pytest.mark.parametrize(("law", "number", "words"), CITED.values(), ids=CITED.keys())
def test_the_article_says_so(data: Path, law: str, number: str, words: str) -> None:
    assert words in article(data, law, number)


def test_every_article_that_the_pack_or_a_letter_names_is_pinned(pack: Pack) -> None:
    folder = Path(pack.folder)
    told = "".join((folder / name).read_text(encoding="utf-8") for name in ("pack.toml", "documents/letters.toml"))
    named = set(re.findall("第[一二三四五六七八九十百零]+条", told))
    assert named - {number for _law, number, _words in CITED.values()} == set()


def test_the_only_period_of_law_is_two_hours_and_every_other_is_the_citys_own(pack: Pack) -> None:
    first = pack.clocks["first_report"].length_of(category="accident.work", urgency="urgent")
    assert first is not None
    assert (first.length, first.unit) == (2, "hour")
    assert first.basis is not None
    assert (first.basis.article, UNSURE in first.basis.text["zh"]) == ("第十一条", False)
    said = {key: clock.basis.text["zh"] for key, clock in pack.clocks.items() if clock.basis}
    assert said.keys() == pack.clocks.keys()
    assert [key for key, words in said.items() if UNSURE not in words] == ["promise"]


def test_it_counts_casualties_and_asks_for_no_name(pack: Pack) -> None:
    asked = [one for action in pack.actions.values() for one in action.asks]
    assert {one.type for one in asked if one.key in {"dead", "missing", "severe", "injured", "moved"}} == {"number"}
    assert [one.key for one in (*asked, *pack.fields) if any(word in one.label["zh"] for word in ABOUT_PERSONS)] == []


def test_nothing_of_it_is_on_the_public_map(pack: Pack) -> None:
    assert not any(category.is_public for category in pack.categories.values())


def test_public_security_has_no_grade_and_measures_of_its_own(pack: Pack) -> None:
    asks = {one.key: one for key in ("first_report", "start_response") for one in pack.actions[key].asks}
    for key in ("grade", "measures"):
        condition = asks[key].required_when
        assert condition is not None
        assert condition.values == ("disaster", "accident", "health")
    assert asks["order_measures"].required_when == asks["order_measures"].shown_when


def test_each_step_has_its_document_for_staff_and_says_nothing_of_who_reported(pack: Pack) -> None:
    named = {key: action.document for key, action in pack.actions.items() if action.document}
    assert named == {
        "first_report": "first",
        "follow_report": "follow",
        "final_report": "final",
        "start_response": "start",
        "end_response": "end",
        "summarise": "summary",
    }
    text = (Path(pack.folder) / "documents" / "letters.toml").read_text(encoding="utf-8")
    hidden = ("{{ 收件人", "{{ recipient", "事项标题", "case_title", "事项内容", "case_text", "查询网址", "link")
    assert [word for word in hidden if word in text] == []
    assert {action.document_for for action in pack.actions.values() if action.document} == {"staff"}


@pytest.mark.parametrize(
    ("grade", "numbers", "is_refused"),
    [
        ("general", {"dead": 2, "severe": 9, "loss": 9_999_999}, False),
        ("general", {"dead": 3}, True),
        ("general", {"severe": 10}, True),
        ("general", {"loss": 10_000_000}, True),
        ("larger", {"dead": 9, "severe": 49, "loss": 49_999_999}, False),
        ("larger", {"dead": 10}, True),
        ("major", {"dead": 29, "severe": 99}, False),
        ("major", {"severe": 100}, True),
        ("major", {"loss": 100_000_000}, True),
        ("extreme", {"dead": 40}, False),
        ("extreme", {}, False),
    ],
)
def test_a_work_accident_is_never_graded_lower_than_its_numbers(
    pack: Pack, grade: str, numbers: dict[str, Any], is_refused: bool
) -> None:
    action = pack.actions["first_report"]
    inputs = {"category": "accident.work", "grade": grade, **numbers}
    found = guards.refusal(pack=pack, action=action, facts=GuardFacts("reported", NOW, NOW, inputs=inputs))
    assert (found is not None) is is_refused
    other = GuardFacts("reported", NOW, NOW, inputs={**inputs, "category": "accident.fire"})
    assert guards.refusal(pack=pack, action=action, facts=other) is None


def test_a_number_left_empty_stays_as_it_was_reported(pack: Pack) -> None:
    facts = GuardFacts(
        "responding",
        NOW,
        NOW,
        inputs={"grade": "general", "dead": None},
        fields={"dead": 3},
        category="accident.work",
    )
    assert guards.refusal(pack=pack, action=pack.actions["follow_report"], facts=facts) is not None
