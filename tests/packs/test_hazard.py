"""What the law asks of hazards: its words by article, its only period, and nothing about persons."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linli.process import guards
from linli.process.definition import Pack
from linli.process.guards import GuardFacts
from linli.process.registry import registry

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
UNSURE = "城市默认值，待核实"
CITED = {
    "supervised": ("anquan", "第四十一条", "建立健全重大事故隐患治理督办制度"),
    "removed at once": ("anquan", "第六十五条", "对检查中发现的事故隐患，应当责令立即排除"),
    "evacuated": (
        "anquan",
        "第六十五条",
        "应当责令从危险区域内撤出作业人员，责令暂时停产停业或者停止使用相关设施、设备",
    ),
    "reviewed": ("anquan", "第六十五条", "经审查同意，方可恢复生产经营和使用"),
    "head agrees": ("anquan", "第七十条", "经本部门主要负责人批准"),
    "a day's notice": ("anquan", "第七十条", "应当提前二十四小时通知生产经营单位"),
    "restored": ("anquan", "第七十条", "应当及时解除前款规定的措施"),
    "anybody reports": ("anquan", "第七十四条", "任何单位或者个人对事故隐患"),
    "committees report": ("anquan", "第七十五条", "应当向当地人民政府或者有关部门报告"),
    "closed down": ("anquan", "第一百一十三条", "应当提请地方人民政府予以关闭"),
    "sealed off": ("xiaofang", "第五十四条", "对危险部位或者场所采取临时查封措施"),
    "five elements": ("szanquan", "第四十条", "落实治理措施、责任、资金、时限和事故应急预案"),
    "accepted": ("szanquan", "第四十条", "应当组织验收或者委托专业机构进行评估"),
    "towns order": ("bjanquan", "第四十一条", "应当责令改正，并按照有关规定向有关部门报告"),
    "by a date": ("bjanquan", "第四十九条", "不能立即消除的，应当责令限期消除，在明显位置设置警示标志"),
    "not removed": ("anquan", "第一百零二条", "生产经营单位未采取措施消除事故隐患的"),
    "reconsidered": ("fuyi", "第二十条", "六十日内提出行政复议申请"),
    "carried out meanwhile": ("fuyi", "第四十二条", "行政复议期间行政行为不停止执行"),
    "never disclosed": ("bjanquan", "第五十条", "应当及时处理，并不得泄露举报人个人信息"),
}
"""What the pack takes from a law: the law, its article, the words."""
ABOUT_PERSONS = ("身份证", "联系人", "负责人姓名", "重点人", "法定代表人", "性别", "年龄")


@pytest.fixture
def pack() -> Pack:
    return registry().pack("hazard")


def article(data: Path, law: str, number: str) -> str:
    text = (data.parent / "laws" / f"{law}.md").read_text(encoding="utf-8")
    parts = re.split(r"^(第[一二三四五六七八九十百零]+条)\s", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))[number]


@pytest.mark.parametrize(("law", "number", "words"), CITED.values(), ids=CITED.keys())
def test_the_article_says_so(data: Path, law: str, number: str, words: str) -> None:
    assert words in article(data, law, number)


def test_every_article_that_the_pack_names_is_pinned(pack: Pack) -> None:
    named = {number for basis in pack.basis for number in basis.article.split("、")}
    named |= {clock.basis.article for clock in pack.clocks.values() if clock.basis and clock.basis.article}
    assert named - {number for _law, number, _words in CITED.values()} == set()


def test_every_article_that_a_letter_names_is_pinned(pack: Pack) -> None:
    text = (Path(pack.folder) / "documents" / "letters.toml").read_text(encoding="utf-8")
    named = set(re.findall("第[一二三四五六七八九十百零]+条", text))
    assert named
    assert named - {number for _law, number, _words in CITED.values()} == set()


def test_no_letter_says_who_reported_or_how(pack: Pack) -> None:
    text = (Path(pack.folder) / "documents" / "letters.toml").read_text(encoding="utf-8")
    hidden = ("{{ 收件人", "{{ recipient", "事项标题", "case_title", "事项内容", "case_text", "查询网址", "link")
    assert [word for word in hidden if word in text] == []
    assert {action.document_for for action in pack.actions.values() if action.document} == {"staff"}


def test_each_order_has_its_letter(pack: Pack) -> None:
    named = {key: action.document for key, action in pack.actions.items() if action.document}
    assert named == {
        "find_general": "order",
        "find_major": "major",
        "order_stop": "stop",
        "cut_supply": "cut",
        "pass_review": "review",
        "fail_review": "review",
        "list": "board",
        "pass_major_review": "review",
        "fail_major_review": "review",
        "release": "resume",
    }


def test_days_that_no_law_sets_say_so(pack: Pack) -> None:
    said = {key: clock.basis.text["zh"] if clock.basis else "" for key, clock in pack.clocks.items()}
    assert [key for key, text in said.items() if UNSURE not in text] == ["promise"]
    assert "本市" in said["promise"]


def test_a_cut_needs_a_days_notice_unless_danger_is_pressing(pack: Pack) -> None:
    action = pack.actions["cut_supply"]
    refusals = {
        hours: guards.refusal(pack=pack, action=action, facts=asked(notice_hours=hours, is_pressing=pressing))
        for hours, pressing in ((23, False), (24, False), (0, True))
    }
    assert [hours for hours, refusal in refusals.items() if refusal] == [23]


def asked(**inputs: object) -> GuardFacts:
    return GuardFacts(stage="planning", now=NOW, opened_at=NOW, inputs=inputs | {"head_agrees": True})


def test_the_five_elements_are_all_needed(pack: Pack) -> None:
    wanted = {field.key for field in pack.actions["plan"].asks if field.required and field.keeps}
    assert wanted == {"works", "duty", "funds", "deadline", "emergency"}


def test_who_says_that_it_is_fixed_never_passes_it(pack: Pack) -> None:
    judges = {key for key, action in pack.actions.items() if key.startswith("pass_")}
    assert judges == {"pass_review", "pass_major_review"}
    assert all(pack.actions[key].by == {"verifier"} for key in judges)
    assert pack.verification == "organisation"


def test_nothing_is_asked_about_persons(pack: Pack) -> None:
    asks = [*pack.fields, *(field for action in pack.actions.values() for field in action.asks)]
    labels = [text for field in (*asks, *(one for ask in asks for one in ask.columns)) for text in field.label.values()]
    assert [label for label in labels if any(word in label for word in ABOUT_PERSONS)] == []
    assert all(field.sensitivity == "none" for field in asks)
