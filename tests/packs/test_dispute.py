"""What the law asks of mediation: its periods and words by article, nobody forced, nothing about parties as persons."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from linli.cases import queries
from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.queries.public import public_case, public_map
from linli.cases.types import NewCase
from linli.core.errors import LinliError
from linli.people.access import PUBLIC
from linli.process import guards
from linli.process.definition import Pack
from linli.process.guards import GuardFacts
from linli.process.registry import registry
from tests import world as worlds
from tests.world import World

UNSURE = "城市默认值，待核实"
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
LAW = {
    "confirm_window": (
        "minsu",
        "第二百零五条",
        "自调解协议生效之日起三十日内，共同向下列人民法院提出",
        30,
        "2024-01-01",
    ),
    "court_accept": ("queren", "第四条", "应当在三日内决定是否受理", 3, "2011-03-30"),
    "court_decide": ("queren", "第五条", "应当自受理司法确认申请之日起十五日内作出是否确认的决定", 15, "2011-03-30"),
}
"""Each clock that a law sets alone: the law, its article, its words, the days, since when."""
CITED = {
    "free will": ("tiaojie", "第三条", "在当事人自愿、平等的基础上进行调解"),
    "free of charge": ("tiaojie", "第四条", "不收取任何费用"),
    "a committee": ("tiaojie", "第八条", "村民委员会、居民委员会设立人民调解委员会"),
    "nobody is forced": ("tiaojie", "第十七条", "当事人一方明确拒绝调解的，不得调解"),
    "also on its own": ("tiaojie", "第十七条", "人民调解委员会也可以主动调解"),
    "who mediates": ("tiaojie", "第十九条", "也可以由当事人选择一名或者数名人民调解员进行调解"),
    "others invited": ("tiaojie", "第二十条", "在征得当事人的同意后"),
    "prompt and near": ("tiaojie", "第二十一条", "应当及时、就地进行，防止矛盾激化"),
    "rights": ("tiaojie", "第二十三条", "接受调解、拒绝调解或者要求终止调解"),
    "open or closed": ("tiaojie", "第二十三条", "要求调解公开进行或者不公开进行"),
    "duties": ("tiaojie", "第二十四条", "如实陈述纠纷事实"),
    "told to the police": ("tiaojie", "第二十五条", "应当及时向当地公安机关或者其他有关部门报告"),
    "other ways": ("tiaojie", "第二十六条", "告知当事人可以依法通过仲裁、行政、司法等途径维护自己的权利"),
    "recorded": ("tiaojie", "第二十七条", "人民调解员应当记录调解情况"),
    "by word": ("tiaojie", "第二十八条", "可以采取口头协议方式，人民调解员应当记录协议内容"),
    "in effect": ("tiaojie", "第二十九条", "人民调解员签名并加盖人民调解委员会印章之日起生效"),
    "by word in effect": ("tiaojie", "第三十条", "口头调解协议自各方当事人达成协议之日起生效"),
    "watched": ("tiaojie", "第三十一条", "应当对调解协议的履行情况进行监督"),
    "sued on": ("tiaojie", "第三十二条", "一方当事人可以向人民法院提起诉讼"),
    "confirmed": ("tiaojie", "第三十三条", "可以自调解协议生效之日起三十日内共同向人民法院申请司法确认"),
    "towns too": ("tiaojie", "第三十四条", "乡镇、街道以及社会团体或者其他组织根据需要可以参照本法有关规定设立"),
    "enforced": ("minsu", "第二百零六条", "对方当事人可以向人民法院申请执行"),
    "papers": ("queren", "第三条", "应当向人民法院提交司法确认申请书、调解协议和身份证明"),
    "no identity": ("queren", "第四条", "确认身份关系的"),
    "no adoption": ("queren", "第四条", "确认收养关系的"),
    "no marriage": ("queren", "第四条", "确认婚姻关系的"),
    "ten days more": ("queren", "第五条", "经本院院长批准，可以延长十日"),
    "withdrawn": ("queren", "第五条", "一方或者双方当事人撤回司法确认申请的，人民法院应当准许"),
    "outsiders": ("queren", "第十条", "自知道或者应当知道权益被侵害之日起一年内"),
    "no court fee": ("queren", "第十一条", "不收取费用"),
    "labour in writing": ("laodong", "第十四条", "经调解达成协议的，应当制作调解协议书"),
    "fifteen days": ("laodong", "第十四条", "自劳动争议调解组织收到调解申请之日起十五日内未达成调解协议的"),
    "labour not kept": ("laodong", "第十五条", "另一方当事人可以依法申请仲裁"),
    "payment order": ("laodong", "第十六条", "可以持调解协议书依法向人民法院申请支付令"),
    "a year": ("laodong", "第二十七条", "劳动争议申请仲裁的时效期间为一年"),
    "labour arbitration is free": ("laodong", "第五十三条", "劳动争议仲裁不收费"),
    "labour mediators": ("laodong", "第十条", "依法设立的基层人民调解组织"),
    "land by mediation": ("nongtu", "第三条", "也可以请求村民委员会、乡（镇）人民政府等调解"),
    "land by arbitration": ("nongtu", "第四条", "可以向农村土地承包仲裁委员会申请仲裁，也可以直接向人民法院起诉"),
    "land by word of mouth": ("nongtu", "第八条", "可以书面申请，也可以口头申请"),
    "land in writing": ("nongtu", "第十条", "应当制作调解协议书"),
    "referred": ("nbtj", "第十九条", "应当及时向委托的国家机关反馈调解情况"),
    "not within mediation": ("nbtj", "第十七条", "只能由专门机关管辖受理或者禁止采用人民调解方式解决的纠纷除外"),
    "up to five": ("nbtj", "第二十条", "可以推选五名以下代表人参加调解"),
    "when it must be written": ("nbtj", "第二十四条", "协议内容未能即时履行完毕的"),
    "a month": ("nbtj", "第二十七条", "一般应当在一个月内调结"),
    "both want more": ("nbtj", "第二十七条", "双方当事人要求延长的，可以适当延长"),
    "stepping aside": ("szmd", "第二十三条", "应当在调解前主动披露，并向调解组织申请回避"),
    "as a party asks": ("szmd", "第二十三条", "一方当事人要求调解员回避的，调解员应当回避"),
    "thirty days": ("szmd", "第二十五条", "没有约定的，调解期限为三十日"),
    "in part": ("szmd", "第二十六条", "调解组织可以就该部分先行确认并制作调解协议书"),
    "why it ends": ("szmd", "第二十八条", "当事人隐瞒重要事实、提供虚假情况或者故意拖延时间的"),
    "traffic police": ("daojiao", "第八十五条", "自人民调解委员会作出终止调解之日起三日内，一致书面申请"),
    "traffic by committee": ("daojiao", "第八十四条", "申请人民调解委员会调解"),
    "of working days": ("daojiao", "第一百一十二条", "是指工作日，不包括节假日"),
}
"""What the pack and its letters take from a law: the law, its article, the words."""
ABOUT_PERSONS = ("身份证号", "姓名（", "性别", "年龄", "民族", "信用", "重点人", "户籍", "住址")


@pytest.fixture
def pack() -> Pack:
    return registry().pack("dispute")


def article(data: Path, law: str, number: str) -> str:
    text = (data.parent / "laws" / f"{law}.md").read_text(encoding="utf-8")
    parts = re.split(r"^(第[一二三四五六七八九十百零]+条)\s", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))[number]


@pytest.mark.parametrize("key", LAW)
def test_a_period_is_what_the_article_says(data: Path, pack: Pack, key: str) -> None:
    law, number, words, days, since = LAW[key]
    clock = pack.clocks[key]
    assert words in article(data, law, number)
    assert [(one.length, one.unit) for one in clock.lengths] == [(days, "day")]
    assert (clock.count_from, clock.ends) == ("next_day", "working_day")
    assert clock.basis is not None
    assert (clock.basis.article, clock.basis.effective_from) == (number, date.fromisoformat(since))


@pytest.mark.parametrize(("law", "number", "words"), CITED.values(), ids=CITED.keys())
def test_the_article_says_so(data: Path, law: str, number: str, words: str) -> None:
    assert words in article(data, law, number)


def test_labour_has_fifteen_days_and_everything_else_the_citys_thirty(pack: Pack) -> None:
    clock = pack.clocks["mediate"]
    found = {category: clock.length_of(category=category, urgency="normal") for category in pack.categories}
    days = {category: one.length for category, one in found.items() if one}
    assert {category for category, length in days.items() if length == 15} == {
        category for category in days if category.split(".")[0] == "labour"
    }
    assert set(days.values()) == {15, 30}
    bases = {category: clock.basis_of(category=category, urgency="normal") for category in pack.categories}
    labour = {category for category, basis in bases.items() if basis and basis.article == "第十四条"}
    assert labour == {category for category, length in days.items() if length == 15}
    unsure = {category for category, basis in bases.items() if basis and basis.text["zh"].startswith(UNSURE)}
    assert unsure == pack.categories.keys() - labour
    assert clock.pauses_in >= {"suspended"}


def test_the_window_opens_when_the_agreement_takes_effect(pack: Pack) -> None:
    assert pack.clocks["confirm_window"].since == "effect_date"
    asked = {key for key, action in pack.actions.items() if any(one.key == "effect_date" for one in action.asks)}
    assert asked == {"settle", "settle_at_once", "settle_orally", "settle_part"}
    assert all(
        one.required and one.keeps for key in asked for one in pack.actions[key].asks if one.key == "effect_date"
    )


def test_the_court_may_take_ten_days_more_once(pack: Pack) -> None:
    extension = pack.clocks["court_decide"].extension
    assert extension is not None
    assert (extension.times, extension.longest) == (1, 10)


def test_every_other_period_says_that_it_is_a_default(pack: Pack) -> None:
    others = pack.clocks.keys() - LAW.keys() - {"promise", "agreed_date"}
    silent = [key for key in others if UNSURE not in (basis.text["zh"] if (basis := pack.clocks[key].basis) else "")]
    assert silent == []


def test_every_article_that_the_pack_or_a_letter_names_is_pinned(pack: Pack) -> None:
    folder = Path(pack.folder)
    text = (folder / "pack.toml").read_text(encoding="utf-8") + (folder / "documents" / "letters.toml").read_text(
        encoding="utf-8"
    )
    named = set(re.findall("第[一二三四五六七八九十百零]+条", text)) - {"第二百零一条", "第二百零三条"}
    pinned = {number for _law, number, _words in CITED.values()} | {one[1] for one in LAW.values()}
    assert len(named) > 20
    assert named - pinned == set()


def test_one_clear_refusal_ends_it_and_the_ways_are_told(pack: Pack) -> None:
    for stage in ("asking", "mediating"):
        assert stage in pack.actions["decline"].from_stages & pack.actions["declined_in_room"].from_stages
    ending = ("decline", "declined_in_room", "notify_end", "end", "end_rest", "refuse", "end_unperformed")
    assert all({"routes", "where_to"} <= {one.key for one in pack.actions[key].asks if one.required} for key in ending)
    assert [pack.actions[key].document for key in ("decline", "notify_end", "end", "end_rest")] == ["end"] * 4


def test_nobody_comes_to_the_table_without_consent(pack: Pack) -> None:
    into = {key for key, action in pack.actions.items() if action.to == "mediating"}
    assert into == {"consent", "mediate_again"}
    assert [
        guards.refusal(pack=pack, action=pack.actions[key], facts=asked(**{box: False})) is not None  # type: ignore[arg-type]
        for key, box in (("consent", "rights_told"), ("mediate_again", "both_agree"))
    ] == [True, True]


def asked(*, category: str = "neighbour.leak", counts: dict[str, int] | None = None, **inputs: object) -> GuardFacts:
    return GuardFacts(
        stage="mediating", now=NOW, opened_at=NOW, inputs=inputs, fields=inputs, category=category, counts=counts or {}
    )


@pytest.mark.parametrize(
    ("category", "inputs", "is_refused"),
    [
        ("neighbour.leak", {"performed_now": True, "writing_wanted": False}, False),
        ("neighbour.leak", {"performed_now": False, "writing_wanted": False}, True),
        ("neighbour.leak", {"performed_now": True, "writing_wanted": True}, True),
        ("labour.pay", {"performed_now": True, "writing_wanted": False}, True),
        ("land.contracted", {"performed_now": True, "writing_wanted": False}, True),
        ("land.forest", {"performed_now": True, "writing_wanted": False}, False),
        ("labour.pay", {}, True),
        ("neighbour.leak", {}, False),
    ],
)
def test_when_words_will_do(pack: Pack, category: str, inputs: dict[str, object], is_refused: bool) -> None:
    refusal = guards.refusal(pack=pack, action=pack.actions["settle_orally"], facts=asked(category=category, **inputs))  # type: ignore[arg-type]
    assert (refusal is not None) is is_refused


@pytest.mark.parametrize("what", ["identity", "adoption", "marriage", "not_civil"])
def test_what_no_court_confirms(pack: Pack, what: str) -> None:
    facts = asked(together=True, confirms=what, effect_date="2026-03-01")
    refusal = guards.refusal(pack=pack, action=pack.actions["ask_confirmation"], facts=facts)
    assert refusal is not None
    assert refusal.code == "may_be_confirmed"


def test_a_second_agreement_opens_a_second_window(pack: Pack) -> None:
    action = pack.actions["ask_confirmation"]
    first = asked(together=True, confirms="rights", effect_date="2026-01-05", counts={"window_closes": 1})
    second = asked(together=True, confirms="rights", effect_date="2026-02-20", counts={"window_closes": 1})
    assert guards.refusal(pack=pack, action=action, facts=first) is not None
    assert guards.refusal(pack=pack, action=action, facts=second) is None


def test_the_letters(pack: Pack) -> None:
    named = {action.document: action.document_for for action in pack.actions.values() if action.document}
    assert named == {
        "accept": "reporter", "refuse": "reporter", "end": "reporter", "reply": "staff", "oral": "staff",
    }  # fmt: skip


def test_nothing_is_asked_about_parties_as_persons(pack: Pack) -> None:
    asks = [*pack.fields, *(one for action in pack.actions.values() for one in action.asks)]
    words = "".join(one.label["zh"] + "".join(choice.title["zh"] for choice in one.choices) for one in asks)
    assert [word for word in ABOUT_PERSONS if word in words] == []
    assert {one.sensitivity for one in asks} == {"none"}
    assert {one.type for one in asks} & {"table"} == set()


def test_families_are_confidential_and_nothing_is_on_the_map(pack: Pack) -> None:
    assert {pack.confidentiality_of(key) for key in pack.categories if key.split(".")[0] == "family"} == {
        "confidential"
    }
    assert pack.confidentiality_of("neighbour.leak") == "internal"
    assert [key for key, one in pack.categories.items() if one.is_public] == []


# ---- danger is a flag on the matter, for those on the case


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def dispute(world: World) -> tuple[str, str]:
    """A dispute that `lead` mediates with `assist`'s help and that may come to blows: number and secret."""
    report = NewCase(
        pack="dispute", category="land.forest", text="地界争议，两家要动手", channel="web",
        area_code="430102001001001", lon=113.0, lat=28.19,
    )  # fmt: skip
    opened = open_case(report=report, by=PUBLIC, now=NOW)
    steps = (
        ("accept", "desk", {"category": "land.forest", "grade": "hard"}),
        (
            "assign",
            "desk",
            {"lead": world.organisations["lead"].pk, "assists": [world.organisations["assist"].pk]},
        ),
        (
            "raise_risk",
            "lead",
            {"risk_kinds": ["violence"], "risk": "raised", "reported_to": "文艺路派出所", "acted": "已隔开双方"},
        ),
    )
    for action, who, inputs in steps:
        act(number=opened.number, action=action, inputs=inputs, by=world.actor(who), now=NOW)
    return opened.number, opened.secret


@pytest.mark.parametrize("who", ["desk", "lead", "assist"])
def test_those_on_the_case_see_the_danger(world: World, dispute: tuple[str, str], who: str) -> None:
    found = queries.detail(number=dispute[0], by=world.actor(who), now=NOW)
    assert found.fields["risk"] == "raised"
    assert "已隔开双方" in repr(found)


@pytest.mark.parametrize("who", ["upper_desk", "leader", "grid_worker", "verifier"])
def test_others_do_not(world: World, dispute: tuple[str, str], who: str) -> None:
    found = queries.detail(number=dispute[0], by=world.actor(who), now=NOW)
    assert "risk" not in found.fields
    assert not any(word in repr(found) for word in ("已隔开双方", "文艺路派出所", "violence"))


def test_neither_does_the_applicant(world: World, dispute: tuple[str, str]) -> None:
    number, secret = dispute
    shown = repr(public_case(number=number, secret=secret, now=NOW))
    assert not any(word in shown for word in ("已隔开双方", "文艺路派出所", "violence", "紧急处置"))


def test_it_is_on_no_public_map(world: World, dispute: tuple[str, str]) -> None:
    assert [point for point in public_map(area="4301", now=NOW) if point.pack == "dispute"] == []


@pytest.mark.parametrize("who", ["other", "second_assist", "other_desk"])
def test_strangers_see_nothing(world: World, dispute: tuple[str, str], who: str) -> None:
    with pytest.raises(LinliError) as refusal:
        queries.detail(number=dispute[0], by=world.actor(who), now=NOW)
    assert refusal.value.status == 404
