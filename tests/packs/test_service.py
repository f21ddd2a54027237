"""What the law asks of service requests: each article that a clock cites, and every other figure owned as a default."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from linli.process.definition import Pack
from linli.process.registry import registry

UNSURE = "城市默认值，待核实"
WEIFANG, BEIJING = "weifang12345", "bjjd"
LAW = {
    "dispatch": (WEIFANG, "第十八条", "不能即时答复的，应当及时、准确转交承办单位办理"),
    "accept": (WEIFANG, "第二十六条", "职责范围内的热线事项拒不接收的"),
    "adjudicate": (WEIFANG, "第二十二条", "经研究确定或者直接指定的承办单位不得退回热线事项"),
    "handle": (WEIFANG, "第二十条", "能够在五个工作日内办理完毕的，应当办理完毕"),
    "assist": (BEIJING, "第十七条", "有关部门和单位应当快速响应，安排人员协同办理"),
    "ending": (WEIFANG, "第二十一条", "审核后终止办理，并向服务对象作出解释"),
    "call_back": (WEIFANG, "第二十五条", "实行回访制度，回访结果作为12345热线工作考核评价的依据"),
    "decide": (WEIFANG, "第二十三条", "承办单位不能解决的热线事项"),
    "supervision": (WEIFANG, "第二十六条", "列入督办范围"),
}
"""Each clock that cites a law: which, its article, and the words that it rests on."""
STEPS = {
    "answer_now": ("第十八条", "能够即时答复的，应当即时答复"),
    "return": ("第二十二条", "对明确不属于本单位职责范围的热线事项，应当按照规定申请退回"),
    "refuse": ("第十九条", "应当说明理由"),
    "conclude_unresolved": ("第二十条", "应当作出解释说明并提出解决方案"),
}
ABOUT_PERSONS = ("身份证号", "缠访", "重点人", "恶意投诉", "黑名单", "来电次数", "性别", "年龄", "民族")
Article = Callable[[str, str], str]


@pytest.fixture
def pack() -> Pack:
    return registry().pack("service")


@pytest.fixture
def article(data: Path) -> Article:
    def found(law: str, number: str) -> str:
        text = (data.parent / "laws" / f"{law}.md").read_text(encoding="utf-8")
        parts = re.split(r"^(第[一二三四五六七八九十]+条)\s", text, flags=re.MULTILINE)[1:]
        return dict(zip(parts[::2], parts[1::2], strict=True))[number]

    return found


@pytest.mark.parametrize("key", LAW)
def test_a_clock_rests_on_the_words_of_its_article(pack: Pack, article: Article, key: str) -> None:
    law, number, words = LAW[key]
    assert words in article(law, number)
    basis = pack.clocks[key].basis
    assert basis is not None
    assert number in basis.article
    assert str(basis.effective_from) == {WEIFANG: "2021-12-15", BEIJING: "2020-01-01"}[law]


@pytest.mark.parametrize("key", STEPS)
def test_a_step_is_what_the_article_asks(pack: Pack, article: Article, key: str) -> None:
    number, words = STEPS[key]
    assert key in pack.actions
    assert words in article(WEIFANG, number)


def test_the_ordinary_length_is_that_of_the_law(pack: Pack) -> None:
    last = pack.clocks["handle"].lengths[-1]
    assert (last.length, last.unit, last.category, last.urgency) == (5, "working_day", "", "")


def test_every_other_figure_says_that_it_is_the_citys_own(pack: Pack) -> None:
    said = {key: clock.basis.text["zh"] for key, clock in pack.clocks.items() if clock.basis}
    assert said.keys() == pack.clocks.keys()
    assert [key for key, words in said.items() if UNSURE not in words] == []


def test_the_reply_says_what_the_article_asks_for(pack: Pack, article: Article) -> None:
    assert "并将办理情况及时回复服务对象" in article(WEIFANG, "第二十条")
    issuing = {key: action.document_for for key, action in pack.actions.items() if action.document == "reply"}
    assert issuing == {"finish": "reporter", "conclude_unresolved": "reporter"}
    folder = Path(pack.folder) / "documents"
    letter = tomllib.loads((folder / "letters.toml").read_text(encoding="utf-8"))["reply"]
    for language, given in (("zh", "填写"), ("en", "given")):
        assert all(f"{given}.{key}" in letter[language]["body"] for key in ("answer", "cause", "plan"))
        assert f"{given}.note" not in letter[language]["body"], "what is noted for the office stays there"


def test_whoever_is_to_stay_out_is_named_by_the_requester_and_by_the_desk(pack: Pack) -> None:
    named = next(one for one in pack.fields if one.key == "accused")
    assert named.hides_from
    assert named.shown_when is not None
    assert set(named.shown_when.values) == {"report", "complaint"}
    asking = {key for key, action in pack.actions.items() if any(one.key == "accused" for one in action.asks)}
    assert asking == {"dispatch", "name_accused"}
    assert all("desk" in pack.actions[key].by and len(pack.actions[key].by) == 1 for key in asking)


def test_nothing_is_asked_about_the_requester_as_a_person(pack: Pack) -> None:
    asked = [*pack.fields, *(field for action in pack.actions.values() for field in action.asks)]
    choices = (choice.title["zh"] for field in asked for choice in field.choices)
    labels = [*(field.label["zh"] for field in asked), *choices]
    assert [label for label in labels for word in ABOUT_PERSONS if word in label] == []
