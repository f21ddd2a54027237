"""A city sets how long mediation takes and when people are reminded; what is explained names the city's law."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django.fixtures import Settings

from linli.cases.actions.acting import act
from linli.cases.models import Clock
from linli.cases.queries.details import detail
from linli.cases.types import ClockView
from linli.mediation import reminders
from linli.mediation.actions import performing
from linli.mediation.queries.agreements import bound
from linli.packs import queries as packs
from linli.people.models import Account
from tests.agreeing import agreed
from tests.cities import NINGBO, SHENZHEN, city_with
from tests.functional.small_city import City
from tests.mediating import Dispute, open_dispute

FEBRUARY_25 = datetime(2026, 2, 25, 2, tzinfo=UTC)
REMINDERS = """\
[[reminders]]
from = 2026-01-01
duty_before = 7
duty_after = 2
session_before = 2
basis.article = "第九条"
basis.effective_from = 2026-01-01
basis.text.zh = "本市调解工作规范"
basis.text.en = "The city's mediation standard"
"""
Rules = Callable[..., None]


@pytest.fixture
def rules(settings: Settings, tmp_path: Path) -> Iterator[Rules]:
    """Puts files into the city's folder."""

    def put(**files: str) -> None:
        named = {f"{name}.toml": text for name, text in files.items()}
        settings.CITY_ROOT = city_with(source=settings.CITY_ROOT, folder=tmp_path, files=named)
        packs.forget()

    yield put
    packs.forget()


def mediation(dispute: Dispute) -> ClockView:
    """The clock of mediation as the mediator reads it."""
    with override("zh-hans"):
        found = detail(number=dispute.number, by=dispute.actor("handler"), now=dispute.now)
    return next(one for one in found.clocks if one.key == "mediate")


def last_day(clock: ClockView) -> date:
    """24:00 of a day in the city is stored as 16:00 of that day in UTC."""
    return (clock.due_at + timedelta(hours=8)).date() - timedelta(days=1)


def test_ningbo_has_a_month_and_its_law_is_named(city: City, rules: Rules) -> None:
    rules(periods=NINGBO)
    found = mediation(open_dispute(city=city, now=FEBRUARY_25))
    assert (found.length, found.unit, last_day(found)) == (1, "month", date(2026, 3, 25))
    assert "一个月" in found.sentence or "1个月" in found.sentence
    assert found.law.startswith("《宁波市人民调解条例》")
    assert "第二十七条" in found.law
    assert "2015年6月1日" in found.law


def test_shenzhen_has_thirty_days_and_its_law_is_named(city: City, rules: Rules) -> None:
    rules(periods=SHENZHEN)
    found = mediation(open_dispute(city=city, now=FEBRUARY_25))
    assert (found.length, found.unit, last_day(found)) == (30, "day", date(2026, 3, 27))
    assert found.law.startswith("《深圳经济特区矛盾纠纷多元化解条例》")


def test_a_labour_dispute_keeps_the_days_and_the_law_of_the_state(city: City, rules: Rules) -> None:
    rules(periods=NINGBO)
    found = mediation(open_dispute(city=city, now=FEBRUARY_25, category="labour.pay"))
    assert (found.length, found.unit) == (15, "day")
    assert "劳动争议调解仲裁法" in found.law
    assert "宁波市人民调解条例》：" not in found.law


def test_an_extension_stays_in_days_where_the_city_counts_months(city: City, rules: Rules) -> None:
    rules(periods=NINGBO)
    dispute = open_dispute(city=city, now=FEBRUARY_25)
    inputs = {"both_agree": True, "length": 30, "reason": "双方要求"}
    act(number=dispute.number, action="extend", inputs=inputs, by=dispute.actor("handler"), now=FEBRUARY_25)
    assert last_day(mediation(dispute)) == date(2026, 4, 24)


def test_a_case_of_before_keeps_the_pack_s_period(city: City, rules: Rules) -> None:
    rules(periods=NINGBO.replace("2015-06-01\nlengths", "2026-03-01\nlengths"))
    dispute = open_dispute(city=city, now=FEBRUARY_25)
    assert Clock.objects.get(case__number=dispute.number, key="mediate").edition_date is None


def test_a_file_with_faults_changes_nothing_and_is_told(city: City, rules: Rules) -> None:
    rules(periods=NINGBO.replace('"month"', '"moon"'))
    assert mediation(open_dispute(city=city, now=FEBRUARY_25)).unit == "day"
    (fault,) = packs.city_periods().faults
    assert fault.line == 5
    assert "unit" in fault.message


def test_duties_are_reminded_of_by_the_city_s_days(dispute: Dispute, rules: Rules) -> None:
    agreed(dispute)
    (due,) = set(bound().values_list("due_date", flat=True)[:1])
    seven, three = (datetime(due.year, due.month, due.day, 4, tzinfo=UTC) - timedelta(days=n) for n in (7, 3))
    assert not performing.has_due(now=seven)
    assert performing.has_due(now=three)
    rules(reminders=REMINDERS)
    assert performing.has_due(now=seven)
    assert reminders.session_before(now=seven) == timedelta(days=2)


def test_before_its_first_day_the_default_counts(rules: Rules) -> None:
    rules(reminders=REMINDERS)
    assert reminders.on(day=date(2025, 12, 31)).duty_before == 3
    assert reminders.on(day=date(2026, 1, 1)).of_city


@pytest.mark.django_db
def test_the_administrator_sees_both_with_their_law(city: City, rules: Rules, client: Client) -> None:
    rules(periods=NINGBO, reminders=REMINDERS)
    client.force_login(Account.objects.get(username="admin"))
    page = client.get("/console/admin/rules/").content.decode()
    for words in ("宁波市人民调解条例", "1个月", "本市规定", "本市调解工作规范", "7天", "平台默认"):
        assert words in page, words
    rules_of_pack = client.get("/console/admin/packs/dispute/").content.decode()
    assert "宁波市人民调解条例" in rules_of_pack
    assert re.search(r"15天（[^）]*劳动[^）]*）：《劳动争议调解仲裁法》", rules_of_pack)


@pytest.mark.django_db
def test_the_administrator_reads_what_is_wrong(city: City, rules: Rules, client: Client) -> None:
    rules(periods=NINGBO.replace('"mediate"', '"mediation"'), reminders=REMINDERS.replace("= 7", "= 0"))
    client.force_login(Account.objects.get(username="admin"))
    page = client.get("/console/admin/rules/").content.decode()
    assert "has no clock" in page
    assert "reminders.toml:3" in page
