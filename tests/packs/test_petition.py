"""What the law asks of petitions: every legal period, who never sees an accusation, and nothing about petitioners."""

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from linli.cases import queries
from linli.cases.actions.acting import act
from linli.cases.actions.indexing import index_text
from linli.cases.actions.opening import open_case
from linli.cases.models import Hiding
from linli.cases.queries.public import public_case, public_map
from linli.cases.types import Filters, NewCase
from linli.core.errors import LinliError
from linli.people.access import PUBLIC
from linli.people.models import Account, Organisation, Post
from linli.process.definition import Pack
from linli.process.registry import registry
from tests import world as worlds
from tests.world import POSTS, World

WORDS = "执法队吃拿卡要检举材料"
UNSURE = "城市默认值，待核实"
LAW = {
    "sort": ("第二十二条", "在15日内", 15, "day"),
    "notice": ("第二十三条", "应当自收到之日起15日内书面告知信访人", 15, "day"),
    "objection": ("第二十三条", "应当自收到之日起5个工作日内提出异议", 5, "working_day"),
    "handle": ("第三十四条", "应当自受理之日起60日内办结", 60, "day"),
    "ask_review_explained": ("第三十五条", "可以自收到书面答复之日起30日内请求", 30, "day"),
    "ask_review_denied": ("第三十五条", "可以自收到书面答复之日起30日内请求", 30, "day"),
    "review": ("第三十五条", "应当自收到复查请求之日起30日内提出复查意见", 30, "day"),
    "ask_rereview": ("第三十六条", "可以自收到书面答复之日起30日内向复查机关", 30, "day"),
    "rereview": ("第三十六条", "应当自收到复核请求之日起30日内提出复核意见", 30, "day"),
}
"""Each clock of law: its article, the words that set it, its length."""
ABOUT_PERSONS = ("身份证", "缠访", "闹访", "越级", "稳控", "重点人", "信访次数", "性别", "年龄", "民族")


Articles = dict[str, str]
Letters = dict[str, dict[str, dict[str, str]]]


@pytest.fixture
def pack() -> Pack:
    return registry().pack("petition")


@pytest.fixture(scope="session")
def letters() -> Letters:
    """The letters as described, by key and language."""
    folder = Path(registry().pack("petition").folder)
    return tomllib.loads((folder / "documents" / "letters.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def articles(data: Path) -> Articles:
    """The Regulations on Petition Work by article."""
    text = (data.parent / "laws" / "xinfang.md").read_text(encoding="utf-8")
    parts = re.split(r"^(第[一二三四五六七八九十]+条) ", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("key", LAW)
def test_a_period_is_what_the_article_says(pack: Pack, articles: Articles, key: str) -> None:
    article, words, length, unit = LAW[key]
    clock = pack.clocks[key]
    assert words in articles[article]
    assert [(one.length, one.unit) for one in clock.lengths] == [(length, unit)]
    assert clock.count_from == "next_day"
    assert clock.basis is not None
    assert (clock.basis.article, clock.basis.effective_from) == (article, datetime(2022, 5, 1, tzinfo=UTC).date())


def test_the_extension_is_what_the_article_says(pack: Pack, articles: Articles) -> None:
    extension = pack.clocks["handle"].extension
    assert extension is not None
    assert "延长期限不得超过30日，并告知信访人延期理由" in articles["第三十四条"]
    assert (extension.times, extension.longest) == (1, 30)
    assert (extension.approver, extension.notice) == ("lead", "extended")


def test_the_regulations_are_in_force_since_the_day_that_they_name(articles: Articles) -> None:
    assert "自2022年5月1日起施行" in articles["第五十条"]


def test_the_promise_is_the_sum_of_the_periods_of_law(pack: Pack) -> None:
    parts = [pack.clocks[key].lengths[0].length for key in ("sort", "notice", "handle")]
    assert pack.clocks["promise"].lengths[0].length == sum(parts)


def test_every_other_period_says_that_it_is_a_default(pack: Pack) -> None:
    others = pack.clocks.keys() - LAW.keys() - {"promise"}
    silent = [key for key in others if UNSURE not in (basis.text["zh"] if (basis := pack.clocks[key].basis) else "")]
    assert silent == []


def test_a_hearing_does_not_count(pack: Pack, articles: Articles) -> None:
    assert "听证所需时间不计算在前款规定的期限内" in articles["第三十六条"]
    assert "hearing" in pack.clocks["rereview"].pauses_in


def test_the_three_outcomes_of_an_opinion(pack: Pack, articles: Articles) -> None:
    assert all(word in articles["第三十二条"] for word in ("予以支持", "应当作出解释说明", "不予支持"))
    for key in ("support", "explain", "deny"):
        assert {"facts", "opinion", "law"} <= {one.key for one in pack.actions[key].asks if one.required}
        assert pack.actions[key].document == "opinion"


def test_the_letters(pack: Pack) -> None:
    named = {action.document for action in pack.actions.values()} - {""}
    assert named == {
        "accept_claim", "accept_duty", "accept_suggestion", "accept_accusation", "refuse", "pass_on", "forward",
        "route", "extend", "opinion", "reply", "review", "rereview",
    }  # fmt: skip


LETTERS_OF_LAW = {
    "accept_claim": {"第三十一条": "并调查核实，出具信访处理意见书", "第三十四条": "应当自受理之日起60日内办结"},
    "accept_duty": {"第三十一条": "属于申请查处违法行为、履行保护人身权或者财产权等合法权益职责的，依法履行或者答复"},
    "accept_suggestion": {"第二十九条": "对科学合理、具有现实可行性的，应当采纳或者部分采纳，并予以回复"},
    "accept_accusation": {"第三十条": "应当依规依纪依法接收、受理、办理和反馈"},
    "forward": {"第二十二条": "应当按照管理权限转送有关纪检监察机关依规依纪依法处理"},
    "route": {"第三十一条": "应当通过仲裁解决的，导入相应程序处理"},
}
"""Which articles the letter of each kind names, and the words in them that it rests on."""
NOTICE = {"第二十三条": "告知信访人接收情况以及处理途径和程序"}


@pytest.mark.parametrize("key", LETTERS_OF_LAW)
def test_each_kind_has_the_letter_that_its_article_asks_for(letters: Letters, articles: Articles, key: str) -> None:
    resting = LETTERS_OF_LAW[key] | (NOTICE if key.startswith("accept_") else {})
    named = set(re.findall("第[一二三四五六七八九十]+条", letters[key]["zh"]["body"]))
    assert named == resting.keys()
    assert [number for number, words in resting.items() if words not in articles[number]] == []


@pytest.mark.parametrize("key", ["accept_accusation", "forward", "reply"])
def test_a_letter_about_an_accusation_says_nothing_of_it(letters: Letters, key: str) -> None:
    bodies = letters[key]["zh"]["body"] + letters[key]["en"]["body"]
    told = ("事项标题", "case_title", "事项内容", "case_text", "事项.", "case.", "事项类别", "category")
    assert [word for word in told if word in bodies.replace("事项.adoption", "").replace("case.adoption", "")] == []


def test_only_a_claim_is_promised_sixty_days_and_thirty_more(letters: Letters) -> None:
    assert [key for key in letters if key.startswith("accept_") and "30日" in letters[key]["zh"]["body"]] == [
        "accept_claim"
    ]


def test_nothing_is_asked_about_petitioners_as_persons(pack: Pack) -> None:
    asked = [*pack.fields, *(one for action in pack.actions.values() for one in action.asks)]
    words = "".join(one.label["zh"] + "".join(choice.title["zh"] for choice in one.choices) for one in asked)
    assert [one.key for one in asked if one.sensitivity == "personal"] == []
    assert [word for word in ABOUT_PERSONS if word in words] == []


# ---- the accused never learn of it (Art. 30)


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def accusation(world: World) -> str:
    """An accusation of `lead`'s organisation that `other` looks into."""
    now = timezone.now() - timedelta(hours=3)
    accused = world.organisations["lead"].pk
    fields = {"request": "请查处", "accused": [accused], "against": "执法队负责人收受财物"}
    report = NewCase(
        pack="petition", category="accusation.dereliction", text=WORDS, channel="web",
        area_code="430102001001001", lon=113.0, lat=28.19, fields=fields,
    )  # fmt: skip
    number = open_case(report=report, by=PUBLIC, now=now).number
    organisations = {key: one.pk for key, one in world.organisations.items()}
    sent = {"lead": organisations["other"], "manner": "transfer"}
    act(number=number, action="transfer", inputs=sent, by=world.actor("upper_desk"), now=now)
    taken = {"procedure": "依规依纪依法办理", "office": "监督室"}
    act(number=number, action="accept_accusation", inputs=taken, by=world.actor("other"), now=now)
    index_text()
    return number


def test_those_named_when_it_is_put_never_see_it(world: World, now: datetime) -> None:
    """Where the petition office itself is accused, the office above takes it in."""
    above = Organisation.objects.create(code="sxf", path="0099", name="市信访局", name_en="City Petition Office")
    Post.objects.filter(pk=world.actor("city_desk").post_id or 0).update(organisation=above)
    city_desk = replace(world.actor("city_desk"), org_id=above.pk, org_path=above.path)
    report = NewCase(
        pack="petition", category="accusation.dereliction", text=WORDS, channel="web", area_code="430102001001001",
        fields={"request": "请查处", "accused": [world.organisations["desk"].pk]},
    )  # fmt: skip
    number = open_case(report=report, by=PUBLIC, now=now).number
    assert queries.detail(number=number, by=city_desk, now=now).row.number == number
    with pytest.raises(LinliError) as refusal:
        queries.detail(number=number, by=world.actor("upper_desk"), now=now)
    assert refusal.value.status == 404


def test_those_put_on_record_later_lose_sight_of_it(world: World, now: datetime) -> None:
    report = NewCase(
        pack="petition", category="accusation.dereliction", text=WORDS, channel="web", area_code="430102001001001",
        fields={"request": "请查处"},
    )  # fmt: skip
    number = open_case(report=report, by=PUBLIC, now=now).number
    sent = {"lead": world.organisations["other"].pk, "manner": "transfer"}
    act(number=number, action="transfer", inputs=sent, by=world.actor("upper_desk"), now=now)
    accused = {"accused": [world.organisations["other"].pk]}
    with pytest.raises(LinliError) as refusal:
        act(number=number, action="name_accused", inputs=accused, by=world.actor("upper_desk"), now=now)
    assert refusal.value.code == "bad-input", "whoever handles it is not named before it is with another body"
    accused = {"accused": [world.organisations["lead"].pk]}
    act(number=number, action="name_accused", inputs=accused, by=world.actor("upper_desk"), now=now)
    assert list(Hiding.objects.values_list("organisation_id", flat=True)) == accused["accused"]


INSIDE = {"upper_desk", "other"}
OUTSIDE = sorted(POSTS.keys() - INSIDE)


@pytest.mark.parametrize("who", OUTSIDE)
def test_the_accused_and_all_others_find_nothing(world: World, accusation: str, who: str) -> None:
    now = timezone.now()
    for actor in world.posts[who].values():
        with pytest.raises(LinliError) as refusal:
            queries.detail(number=accusation, by=actor, now=now)
        assert refusal.value.status == 404
        for lens in ("inbox", "mine", "area", "org", "pending", "reported"):
            for text in ("", WORDS[:4], accusation):
                filters = Filters(lens=lens, state="all", text=text)
                rows = queries.listing(by=actor, filters=filters, now=now).rows
                assert accusation not in {row.number for row in rows}, (lens, text)
        client = Client()
        client.force_login(Account.objects.get(pk=actor.account_id or 0))
        session = client.session
        session["post"] = actor.post_id
        session.save()
        for page in ("", "preview/", "similar/", "print/"):
            assert client.get(f"/console/cases/{accusation}/{page}").status_code == 404, page


@pytest.mark.parametrize("who", sorted(INSIDE))
def test_who_handles_it_sees_it(world: World, accusation: str, who: str) -> None:
    assert queries.detail(number=accusation, by=world.actor(who), now=timezone.now()).row.number == accusation


def test_it_is_on_no_public_map(world: World, accusation: str) -> None:
    assert [point for point in public_map(area="4301", now=timezone.now()) if point.pack == "petition"] == []


def test_nobody_of_the_accused_is_told(world: World, accusation: str) -> None:
    from linli.notify.models import Outgoing

    accused = world.organisations["lead"].pk
    assert [one.pk for one in Outgoing.objects.all() if accused in (one.audience.get("orgs") or [])] == []


def test_the_petitioner_sees_who_handles_it_and_no_findings(world: World) -> None:
    now = timezone.now() - timedelta(hours=3)
    report = NewCase(
        pack="petition", category="accusation.unlawful", text=WORDS, channel="web", area_code="430102001001001",
        fields={"request": "请查处"},
    )  # fmt: skip
    opened = open_case(report=report, by=PUBLIC, now=now)
    sent = {"lead": world.organisations["other"].pk, "manner": "transfer"}
    act(number=opened.number, action="transfer", inputs=sent, by=world.actor("upper_desk"), now=now)
    taken = {"procedure": "依规依纪依法办理", "office": "监督室"}
    act(number=opened.number, action="accept_accusation", inputs=taken, by=world.actor("other"), now=now)
    found = {"findings": "部分属实，已立案"}
    act(number=opened.number, action="report_findings", inputs=found, by=world.actor("other"), now=now)
    seen = public_case(number=opened.number, secret=opened.secret, now=now)
    assert seen.lead_name == "住建局"
    assert "部分属实" not in repr(seen)


def test_the_petitioner_reads_by_when_a_review_may_be_asked_for(world: World) -> None:
    now = timezone.now()
    report = NewCase(
        pack="petition", category="claim.land", text="少算面积", channel="web", area_code="430102001001001",
        fields={"request": "请核实"},
    )  # fmt: skip
    opened = open_case(report=report, by=PUBLIC, now=now)
    sent = {"lead": world.organisations["lead"].pk, "manner": "transfer"}
    act(number=opened.number, action="transfer", inputs=sent, by=world.actor("upper_desk"), now=now)
    taken = {"procedure": "调查核实", "office": "信访科"}
    act(number=opened.number, action="accept_claim", inputs=taken, by=world.actor("lead"), now=now)
    assert public_case(number=opened.number, secret=opened.secret, now=now).yours is None
    said = {"facts": "属实", "opinion": "不予支持", "law": "有关规定"}
    act(number=opened.number, action="deny", inputs=said, by=world.actor("lead"), now=now)
    yours = public_case(number=opened.number, secret=opened.secret, now=now).yours
    assert yours is not None
    assert yours.key == "ask_review_denied"
    assert yours.due_at - now > timedelta(days=30)
