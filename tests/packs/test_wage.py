"""What the law asks of wage claims: every period by its article, who sees the list, nothing about people as persons."""

import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from linli.cases import queries
from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.queries.public import public_case
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from linli.process.definition import Pack
from linli.process.registry import registry
from tests import world as worlds
from tests.world import World

UNSURE = "城市默认值，待核实"
ARBITRATION = date(2008, 5, 1)
LAW = {
    "mediate": ("第十四条", "收到调解申请之日起十五日内未达成调解协议的", 15, "day"),
    "limitation": ("第二十七条", "时效期间为一年", 1, "year"),
    "arb_accept": ("第二十九条", "收到仲裁申请之日起五日内", 5, "day"),
    "arb_answer": ("第三十条", "应当在十日内向劳动争议仲裁委员会提交答辩书", 10, "day"),
    "arb_forward": ("第三十条", "收到答辩书后，应当在五日内将答辩书副本送达申请人", 5, "day"),
    "arb_award": ("第四十三条", "受理仲裁申请之日起四十五日内结束", 45, "day"),
    "sue": ("第五十条", "自收到仲裁裁决书之日起十五日内向人民法院提起诉讼", 15, "day"),
    "sue_final": ("第四十八条", "自收到仲裁裁决书之日起十五日内向人民法院提起诉讼", 15, "day"),
}
"""Each clock of the arbitration law that one article sets: the article, its words, its length."""
LETTERS = {
    "第五条": "可以向调解组织申请调解",
    "第六条": "用人单位不提供的，应当承担不利后果",
    "第九条": "劳动者可以向劳动行政部门投诉，劳动行政部门应当依法处理",
    "第十四条": "经调解员签名并加盖调解组织印章后生效，对双方当事人具有约束力",
    "第十五条": "一方当事人在协议约定期限内不履行调解协议的，另一方当事人可以依法申请仲裁",
    "第十六条": "劳动者可以持调解协议书依法向人民法院申请支付令",
    "第二十一条": "由劳动合同履行地或者用人单位所在地的劳动争议仲裁委员会管辖",
    "第二十七条": "应当自劳动关系终止之日起一年内提出",
    "第二十九条": "对劳动争议仲裁委员会不予受理或者逾期未作出决定的，申请人可以就该劳动争议事项向人民法院提起诉讼",
    "第三十条": "被申请人未提交答辩书的，不影响仲裁程序的进行",
    "第三十二条": "将仲裁庭的组成情况书面通知当事人",
    "第三十九条": "用人单位在指定期限内不提供的，应当承担不利后果",
    "第四十二条": "调解书经双方当事人签收后，发生法律效力",
    "第四十三条": "可以延期并书面通知当事人，但是延长期限不得超过十五日",
    "第五十一条": "另一方当事人可以依照民事诉讼法的有关规定向人民法院申请执行",
}
"""What the letters take from the arbitration law, by article."""
ELSEWHERE = {"pay", "promise", "arb_serve", "set_aside"}
"""By agreement, by promise, or by two articles."""
NOBODY = ("身份证", "银行账", "性别", "年龄", "民族", "籍贯", "重点人", "讨薪次数", "信用")
FIELDS = {"employer": "某劳务公司", "items": ["wages"], "people": 30, "working": "still", "begun": "no"}
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
SECRET = {"name", "phone", "represents", "owed", "received"}


@pytest.fixture
def pack() -> Pack:
    return registry().pack("wage")


@pytest.fixture(scope="session")
def articles(data: Path) -> dict[str, str]:
    """The Labour Dispute Mediation and Arbitration Law by article."""
    text = (data.parent / "laws" / "laodong.md").read_text(encoding="utf-8")
    parts = re.split(r"^(第[一二三四五六七八九十]+条) ", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("key", LAW)
def test_a_period_is_what_the_article_says(pack: Pack, articles: dict[str, str], key: str) -> None:
    article, words, length, unit = LAW[key]
    clock = pack.clocks[key]
    assert words in articles[article]
    assert [(one.length, one.unit) for one in clock.lengths] == [(length, unit)]
    assert (clock.count_from, clock.ends) == ("next_day", "working_day")
    assert clock.basis is not None
    assert (clock.basis.article, clock.basis.effective_from) == (article, ARBITRATION)


def test_periods_of_two_articles(pack: Pack, articles: dict[str, str]) -> None:
    assert "应当在五日内将仲裁申请书副本送达被申请人" in articles["第三十条"]
    assert "受理仲裁申请之日起五日内将仲裁庭的组成情况书面通知当事人" in articles["第三十二条"]
    assert pack.clocks["arb_serve"].lengths[0].length == 5
    assert "裁决书自作出之日起发生法律效力" in articles["第四十七条"]
    assert "自收到仲裁裁决书之日起三十日内" in articles["第四十九条"]
    assert pack.clocks["set_aside"].lengths[0].length == 30


def test_the_letters_name_what_the_articles_say(pack: Pack, articles: dict[str, str]) -> None:
    assert [number for number, words in LETTERS.items() if words not in articles[number]] == []
    text = (Path(pack.folder) / "documents" / "letters.toml").read_text(encoding="utf-8")
    assert set(re.findall("第[一二三四五六七八九十]+条", text)) == set(LETTERS)
    assert "劳动争议仲裁不收费" in articles["第五十三条"]


def test_letters_to_the_employer_name_no_claimant(pack: Pack) -> None:
    read = tomllib.loads((Path(pack.folder) / "documents" / "letters.toml").read_text(encoding="utf-8"))
    to_staff = {action.document for action in pack.actions.values() if action.document_for == "staff"} - {""}
    assert to_staff == {"answer_wanted", "explain", "defend"}
    hidden = ("claimants", "收件人 }}", "recipient }}", "事项标题", "case_title", "事项内容", "case_text")
    said = {key: str(read[key]) for key in to_staff}
    assert [(key, word) for key, text in said.items() for word in hidden if word in text] == []


def test_the_extension_of_arbitration(pack: Pack, articles: dict[str, str]) -> None:
    extension = pack.clocks["arb_award"].extension
    assert "延长期限不得超过十五日" in articles["第四十三条"]
    assert extension is not None
    assert (extension.times, extension.longest) == (1, 15)


def test_what_follows_when_a_period_passes(pack: Pack, articles: dict[str, str]) -> None:
    assert "逾期未作出决定的，申请人可以就该劳动争议事项向人民法院提起诉讼" in articles["第二十九条"]
    assert "逾期未作出仲裁裁决的，当事人可以就该劳动争议事项向人民法院提起诉讼" in articles["第四十三条"]
    assert {pack.clocks[key].breach_action for key in ("arb_accept", "arb_award")} == {"may_sue"}
    assert "被申请人未提交答辩书的，不影响仲裁程序的进行" in articles["第三十条"]
    assert pack.actions[pack.clocks["arb_answer"].breach_action].to == "arb_hearing"
    assert "期满不起诉的，裁决书发生法律效力" in articles["第五十条"]
    assert pack.actions[pack.clocks["sue"].breach_action].to == "performing"


def test_the_law_is_in_force_since_the_day_that_it_names(articles: dict[str, str]) -> None:
    assert "自2008年5月1日起施行" in articles["第五十四条"]


def test_every_other_period_says_that_it_is_a_default(pack: Pack) -> None:
    others = pack.clocks.keys() - LAW.keys() - ELSEWHERE
    assert [
        key for key in others if UNSURE not in (basis.text["zh"] if (basis := pack.clocks[key].basis) else "")
    ] == []


def test_nothing_is_asked_about_people_as_persons(pack: Pack) -> None:
    asked = [*pack.fields, *(one for action in pack.actions.values() for one in action.asks)]
    asked += [column for one in asked for column in one.columns]
    words = "".join(one.label["zh"] + "".join(choice.title["zh"] for choice in one.choices) for one in asked)
    assert [word for word in NOBODY if word in words] == []
    open_to_all = [one.key for one in asked if one.sensitivity != "none" and not one.seen_by]
    assert open_to_all == []


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def _claim(world: World) -> tuple[str, str]:
    """A claim of thirty that `lead` mediates with `assist`'s help: number and secret."""
    rows = [{"name": f"工友{at}", "phone": "555-01", "work": "木工", "owed": 9000, "paid": "none"} for at in range(30)]
    report = NewCase(
        pack="wage", category="construction.building", text="三十人三个月没发工资", channel="web",
        area_code="430102001001001", fields={**FIELDS, "claimants": rows},
    )  # fmt: skip
    opened = open_case(report=report, by=PUBLIC, now=NOW)
    number = opened.number
    act(number=number, action="register", inputs={"category": "construction"}, by=world.actor("desk"), now=NOW)
    sent = {"lead": world.organisations["lead"].pk, "assists": [world.organisations["assist"].pk]}
    act(number=number, action="to_mediation", inputs=sent, by=world.actor("desk"), now=NOW)
    return number, opened.secret


def _columns(world: World, number: str, who: str) -> set[str]:
    found = queries.detail(number=number, by=world.actor(who), now=NOW).fields["claimants"]
    assert len(found) == 30
    return {key for row in found for key in row}


@pytest.mark.parametrize("who", ["desk", "lead", "verifier"])
def test_who_needs_the_list_sees_it(world: World, who: str) -> None:
    number, _secret = _claim(world)
    assert _columns(world, number, who) >= {"name", "phone", "owed", "work", "paid"}


@pytest.mark.parametrize("who", ["assist", "leader", "upper_desk", "grid_worker"])
def test_others_see_neither_names_nor_sums(world: World, who: str) -> None:
    number, _secret = _claim(world)
    assert _columns(world, number, who) == {"work", "paid"}
    shown = repr(queries.detail(number=number, by=world.actor(who), now=NOW))
    assert "工友" not in shown


def test_the_claimants_see_their_list(world: World) -> None:
    number, secret = _claim(world)
    assert "工友7" in repr(public_case(number=number, secret=secret, now=NOW))
