"""Warnings on real rows: found, one for each event, with the cases behind; each step, and each refusal."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape

import orjson
import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from linli.cases.actions.acting import act
from linli.cases.actions.tallies import fold
from linli.cases.models import Case, TallyDelta
from linli.cli import root as cli
from linli.cli.warnings import warnings
from linli.core.errors import Invalid, NotAllowed, NotFound, NotPossible
from linli.scores.actions import surges as actions
from linli.scores.actions.watching import look, watch, watch_due
from linli.scores.models import Surge, SurgeNight, SurgeStep
from linli.scores.queries import surges as queries
from tests import rising
from tests.functional.small_city import OTHER_TOWN, VILLAGE, City
from tests.integration.web.console.conftest import NOW, actor, as_, city, plain_static

__all__ = ["as_", "city", "plain_static"]
pytestmark = pytest.mark.django_db
DAY = NOW.date()
LATER = NOW + timedelta(days=1)


@pytest.fixture
def surge(city: City) -> Surge:
    return rising.warned(area=VILLAGE, at=NOW, now=LATER)


def test_it_warns_of_the_smallest_area_that_rises(surge: Surge) -> None:
    assert (surge.pack, surge.category, surge.stage) == ("event", rising.TOP, "open")
    assert (surge.areas, surge.area_code) == ([VILLAGE], VILLAGE)
    assert surge.observed >= rising.MANY > 3 * surge.expected / ((surge.until - surge.since).days + 1)
    assert 0 < surge.chance < 1e-6


def test_every_list_holds_as_many_cases_as_the_warning_says(surge: Surge, as_: Callable[[str], Client]) -> None:
    Surge.objects.update(since=DAY, observed=rising.MANY)  # the days before are counts without cases
    client = as_("leader")
    page = client.get(reverse("console:warning", args=[surge.pk])).content.decode()
    page = re.sub(r"<figure.*?</figure>", "", page, flags=re.DOTALL)  # the days before are drawn too
    links = [(unescape(address), int(n)) for address, n in re.findall(r'<a href="([^"]+)">(\d+)</a>', page)]
    assert links
    for address, n in links:
        assert n == rising.MANY
        assert len(re.findall("data-row", client.get(address).content.decode())) == n


def test_a_case_that_is_corrected_leaves_the_count_and_its_list(surge: Surge) -> None:
    Surge.objects.update(since=DAY, observed=rising.MANY)
    number = Case.objects.order_by("id").values_list("number", flat=True)[0]
    act(number=number, action="recategorise", inputs={"category": "traffic.pothole"}, by=actor("desk"), now=LATER)
    found = queries.detail(surge=surge.pk, by=actor("leader"))
    assert (found.now, found.view.observed) == (rising.MANY - 1, rising.MANY)


def test_folding_changes_nothing(city: City) -> None:
    rising.usual(area=VILLAGE, until=DAY)
    rising.many(area=VILLAGE, at=NOW)
    before = look(as_of=DAY, weeks=10)
    while TallyDelta.objects.exists():
        fold()
    assert look(as_of=DAY, weeks=10) == before
    assert not Surge.objects.exists(), "looking keeps nothing"


def test_an_event_that_goes_on_is_one_warning(surge: Surge) -> None:
    watch(as_of=DAY, now=LATER, weeks=10)
    rising.many(area=VILLAGE, at=LATER)
    watch(as_of=LATER.date(), now=LATER + timedelta(days=1), weeks=10)
    again = Surge.objects.get()
    assert (again.found_date, again.last_date) == (DAY, LATER.date())
    assert again.chance <= surge.chance


def test_too_little_history_warns_of_nothing(city: City) -> None:
    rising.usual(area=VILLAGE, until=DAY, days=20)
    rising.many(area=VILLAGE, at=NOW)
    watch(as_of=DAY, now=LATER)
    assert not Surge.objects.exists()
    assert set(SurgeNight.objects.values_list("chance", flat=True)) == {None}


def test_what_may_not_be_counted_is_not_looked_at(city: City) -> None:
    from linli.cases.queries.counting import countable

    assert {night.pack for night in look(as_of=DAY)} == {pack.key for pack in countable()}


def test_yesterday_is_watched_once(city: City) -> None:
    assert watch_due(today=DAY, now=NOW)
    assert watch_due(today=DAY, now=NOW) == ()


def test_it_goes_through_its_life(surge: Surge) -> None:
    for step, words in (
        (actions.acknowledge, ""),
        (actions.explain, "管网检修"),
        (actions.act, "加派清扫"),
        (actions.close, "恢复正常"),
    ):
        step(surge=surge.pk, words=words, by=actor("leader"), now=LATER)
    assert Surge.objects.get().stage == "closed"
    assert list(SurgeStep.objects.order_by("id").values_list("stage", flat=True)) == [
        "acknowledged",
        "explained",
        "acted",
        "closed",
    ]
    assert queries.wrong_share(today=DAY) == queries.WrongShare(settled=1, wrong=0)


def test_a_wrong_one_is_counted(surge: Surge) -> None:
    actions.mark_wrong(surge=surge.pk, words="一次性补录", by=actor("leader"), now=LATER)
    share = queries.wrong_share(today=DAY)
    assert (share.settled, share.wrong, share.rate) == (1, 1, None)
    assert queries.listing(by=actor("leader")) == ()
    assert len(queries.listing(by=actor("leader"), state="wrong")) == 1


def test_a_step_out_of_turn_is_refused(surge: Surge) -> None:
    with pytest.raises(NotPossible):
        actions.close(surge=surge.pk, words="好了", by=actor("leader"), now=LATER)


def test_a_step_without_words_is_refused(surge: Surge) -> None:
    with pytest.raises(Invalid):
        actions.mark_wrong(surge=surge.pk, words=" ", by=actor("leader"), now=LATER)


def test_a_handler_may_not_see_it(surge: Surge) -> None:
    with pytest.raises(NotAllowed):
        queries.listing(by=actor("handler"))


def test_a_post_of_another_area_does_not_find_it(surge: Surge) -> None:
    Surge.objects.update(area_code=OTHER_TOWN, areas=[OTHER_TOWN])
    with pytest.raises(NotFound):
        queries.detail(surge=surge.pk, by=actor("desk"))


def test_a_past_day_is_answered_as_json(surge: Surge, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    monkeypatch.setattr(cli, "database", lambda: nullcontext("here"))
    result = CliRunner().invoke(warnings, ["--as-of", DAY.isoformat(), "--json"])
    assert result.exit_code == 0, result.output
    event = next(kind for kind in orjson.loads(result.output)["kinds"] if kind["pack"] == "event")
    assert [one["observed"] for one in event["warnings"]] == [surge.observed]
    assert CliRunner().invoke(warnings, ["--as-of", "2035-01-01"]).exit_code != 0


@pytest.mark.parametrize(
    "change",
    [
        {"until": date(2020, 1, 1)},
        {"observed": 0},
        {"chance": 0.0},
        {"areas": []},
        {"stage": "gone"},
    ],
)
def test_no_row_breaks_the_constraints(surge: Surge, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Surge.objects.filter(id=surge.pk).update(**change)


def test_a_step_is_kept_once_and_with_words(surge: Surge, city: City) -> None:
    at: datetime = NOW
    who = city.accounts["leader"]
    for stage, words in (("explained", ""), ("open", "x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            SurgeStep.objects.create(surge=surge, stage=stage, words=words, at=at, by_id=who)
    SurgeStep.objects.create(surge=surge, stage="wrong", words="x", at=at, by_id=who)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurgeStep.objects.create(surge=surge, stage="wrong", words="x", at=at, by_id=who)


def test_a_night_warns_only_by_a_counted_chance(surge: Surge) -> None:
    night = SurgeNight.objects.get(pack="event")
    for change in ({"calibrated_date": None}, {"chance": None}, {"calibrated_date": DAY + timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SurgeNight.objects.filter(id=night.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurgeNight.objects.create(date=night.date, pack="event", series=0, promise=1, ran_at=NOW)
