"""Every due date says why, in both languages, on the desk's page, on the reporter's and over the API."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from config.paths import ROOT
from linli.cases.actions.acting import act
from linli.cases.models import Case
from linli.cases.types import Opened
from linli.core.calendars.actions import import_table
from linli.people import tokens
from linli.people.models import Account
from tests.packs.test_scenarios import ZONE
from tests.world import World

Open = Callable[..., Opened]
LANGUAGES = {
    "zh-hans": ("春节", "《信访工作条例》", "第二十三条"),
    "en": ("Spring Festival", "Regulations on Petition Work", "Art. 23"),
}
"""The holiday, the law and the article as each language has them."""


@pytest.fixture
def petition(world: World, report: Open, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Opened:
    """Passed on before Spring Festival 2026, so that five working days go over it and two exchanged days."""
    calendar = ROOT / "cities" / "changsha" / "calendar.toml"
    with django_capture_on_commit_callbacks(execute=True):
        import_table(content=calendar.read_bytes(), name=calendar.name)
    opened = report(pack="petition", category="claim.land", fields={"request": "请核实"}, at=at(2, 10))
    step(world, opened, "transfer", "upper_desk", at(2, 12), lead=world.organisations["lead"].pk, manner="transfer")
    return opened


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=ZONE)


def step(world: World, opened: Opened, action: str, who: str, now: datetime, **inputs: Any) -> None:
    act(number=opened.number, action=action, inputs=inputs, by=world.actor(who), now=now)


def clocks(client: Client, opened: Opened, *, token: str, language: str) -> dict[str, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
    answer = client.get(f"/api/v1/cases/{opened.number}", headers=headers)
    return {one["key"]: one for one in answer.json()["clocks"]}


@pytest.fixture
def token(world: World) -> str:
    return tokens.issue(name="信访系统", post_id=world.actor("upper_desk").post_id or 0, now=at(2, 9)).secret


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_api_tells_each_step_with_its_dates(client: Client, petition: Opened, token: str, language: str) -> None:
    holiday, law, article = LANGUAGES[language]
    clock = clocks(client, petition, token=token, language=language)["objection"]
    told = [(one["kind"], one["first_date"], one["last_date"], one["name"]) for one in clock["steps"]]
    assert ("workday_exchanged", "2026-02-14", "2026-02-14") in {one[:3] for one in told}
    assert ("skipped", "2026-02-15", "2026-02-23", holiday) in told
    assert clock["due_at"].startswith("2026-02-26T16:00"), "24:00 of the fifth working day, in UTC"
    assert holiday in "".join(one["text"] for one in clock["steps"])
    assert law in clock["basis"]
    assert article in clock["basis"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_reads_it(client: Client, world: World, petition: Opened, language: str) -> None:
    holiday, law, article = LANGUAGES[language]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    actor = world.actor("upper_desk")
    client.force_login(Account.objects.get(pk=actor.account_id or 0))
    page = client.get(f"/console/cases/{petition.number}/").content.decode()
    assert [words for words in (holiday, law, article) if words not in page] == []


@pytest.mark.parametrize(
    ("language", "steps", "law"),
    [
        (
            "zh-hans",
            [
                "自2026年2月10日 星期二 10:00开始，期限为90天。",
                "自2026年2月11日 星期三 00:00起计时。",
                "2月11日至5月11日：共90天，逐日计算。",
                "到期时间：2026年5月11日 星期一 24:00。",
            ],
            "第二十二条、第二十三条、第三十四条（2022年5月1日起施行）",
        ),
        (
            "en",
            [
                "Starts Tuesday 10 February 2026, 10:00; the period is 90 days.",
                "Counting begins Wednesday 11 February 2026, 00:00.",
                "11 February to 11 May: 90 days, every day counted.",
                "Due by Monday 11 May 2026, 24:00.",
            ],
            "Art. 22, Art. 23, Art. 34, in force since 1 May 2022",
        ),
    ],
    ids=["zh", "en"],
)
def test_the_reporter_reads_the_steps_and_the_law(
    client: Client, petition: Opened, language: str, steps: list[str], law: str
) -> None:
    """Ninety days over Spring Festival, which count like any other."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get(f"/case/{petition.number}/{petition.secret}/").content.decode()
    promised = page.partition('id="promise"')[2].partition("</details>")[0]
    assert re.findall(r"<li>(.*?)</li>", promised) == steps
    assert re.findall(r'<p class="soft small">(.*?)</p>', promised)[0].endswith(law)


def test_an_extension_and_a_pause_are_steps_of_their_own(
    client: Client, world: World, petition: Opened, token: str
) -> None:
    step(world, petition, "accept_claim", "lead", at(2, 13), procedure="调查核实", office="信访科")
    step(world, petition, "ask_extension", "lead", at(3, 20), length=20, reason="需要测绘")
    step(world, petition, "approve_extension", "lead_head", at(3, 21), length=10, approver="局长", reason="需要测绘")
    told = clocks(client, petition, token=token, language="en")["handle"]
    assert [(one["kind"], one["amount"]) for one in told["steps"] if one["kind"] == "extended"] == [("extended", 10)]
    assert told["due_at"].startswith("2026-04-24T16:00"), "sixty days from 14 February, and ten more"
    opinion = {"facts": "属实", "opinion": "予以支持", "law": "条例", "carry_out": "4月补发"}
    step(world, petition, "support", "lead", at(3, 24), **opinion)
    step(world, petition, "report_executed", "lead", at(4, 1), result="已补发")
    step(world, petition, "send_back", "upper_desk", at(4, 3), reason="只到账一半")
    told = clocks(client, petition, token=token, language="en")["execute"]
    (pause,) = [one for one in told["steps"] if one["kind"] == "paused"]
    assert (pause["first_date"], pause["last_date"]) == ("2026-04-01", "2026-04-03")
    assert (pause["at"], pause["until"]) == ("2026-04-01T02:00:00Z", "2026-04-03T02:00:00Z")
    assert "that time does not count" in pause["text"]
    assert told["due_at"].startswith("2026-04-25T16:00"), "thirty days from 25 March, and the two that were paused"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ("延期10天。依据：《信访工作条例》", "不超过30日", "第三十四条（2022年5月1日起施行）。")),
        ("en", ("Extended by 10 days. Legal basis: ", "no more than 30 days", "Art. 34, in force since 1 May 2022.")),
    ],
)
def test_an_extension_names_its_own_article(
    client: Client, world: World, petition: Opened, token: str, language: str, said: tuple[str, ...]
) -> None:
    step(world, petition, "accept_claim", "lead", at(2, 13), procedure="调查核实", office="信访科")
    step(world, petition, "ask_extension", "lead", at(3, 20), length=20, reason="需要测绘")
    step(world, petition, "approve_extension", "lead_head", at(3, 21), length=10, approver="局长", reason="需要测绘")
    steps = clocks(client, petition, token=token, language=language)["handle"]["steps"]
    (extended,) = [one for one in steps if one["kind"] == "extended"]
    assert [words for words in said if words not in extended["text"]] == []
    assert said[2].rstrip("。.") in extended["basis"]
    assert {one["basis"] for one in steps if one["kind"] != "extended"} == {""}
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(Account.objects.get(pk=world.actor("upper_desk").account_id or 0))
    page = client.get(f"/console/cases/{petition.number}/").content.decode()
    assert [words for words in said if words not in page] == []


@pytest.mark.parametrize(
    ("language", "law", "default"),
    [
        ("zh-hans", ("《生产安全事故报告和调查处理条例》", "第十一条"), "城市默认值，待核实"),
        ("en", ("Regulations on Work Accidents", "Art. 11"), "City default, to be verified"),
    ],
)
def test_a_default_is_not_told_under_the_article_of_another_length(
    client: Client, world: World, report: Open, language: str, law: tuple[str, str], default: str
) -> None:
    secret = tokens.issue(name="应急系统", post_id=world.actor("desk").post_id or 0, now=at(2, 9)).secret
    told = {}
    for kind in ("accident.work", "accident.fire"):
        opened = report(pack="incident", category=kind)
        told[kind] = clocks(client, opened, token=secret, language=language)["first_report"]
    work, fire = told["accident.work"], told["accident.fire"]
    assert [(one["length"], one["unit"]) for one in (work, fire)] == [(2, "hour"), (30, "minute")]
    assert [words for words in law if words not in work["basis"]] == []
    assert default not in work["basis"]
    assert fire["basis"].startswith(default)
    assert [words for words in law if words in fire["basis"]] == []
    Case.objects.filter(category="accident.fire").update(category="accident.work")
    corrected = clocks(client, opened, token=secret, language=language)["first_report"]
    assert corrected["basis"] == fire["basis"], "its half hour was counted under no article"
