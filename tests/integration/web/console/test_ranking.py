"""The pages of the ranking and of the right of reply, through Django's test client."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from linli.cases.models import Tally
from linli.scores.models import StrikeRequest
from tests.functional.small_city import COUNTY, OTHER_TOWN, TOWN, City
from tests.integration.web.console.conftest import dispatch, report

AsClient = Callable[[str], Client]
PAGE, STRIKES, ASK = "/console/ranking/", "/console/ranking/strikes/", "/console/ranking/strikes/ask/"


@pytest.fixture
def counted(city: City) -> None:
    for area, on_time, late in ((TOWN, 90, 10), (OTHER_TOWN, 50, 50)):
        for measure, n in (("on_time", on_time), ("late", late)):
            given = {"date": timezone.localdate(), "pack": "event", "org_id": city.organisations["furong-cg"]}
            Tally.objects.create(area_code=area, category="city_look", measure=measure, n=n, **given)


def asked(as_: AsClient, city: City) -> int:
    made = report()
    dispatch(made.number, city)
    given = {"number": made.number, "reason": "impossible", "text": "无法办到"}
    assert as_("handler").post(ASK, given).status_code == 302
    return StrikeRequest.objects.get().pk


def test_a_leader_reads_ranks_with_intervals_and_opens_one(as_: AsClient, counted: None) -> None:
    page = as_("leader").get(PAGE, {"level": "town", "why": TOWN}).content.decode()
    assert "文艺路街道" in page
    assert 'id="why"' in page
    assert page.count('class="ranking-drawn"') == 2
    assert "style=" not in page.partition("<main")[2]


def test_it_comes_as_a_file(as_: AsClient, counted: None) -> None:
    answer = as_("leader").get(PAGE, {"level": "town", "as": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert [line.split(",")[0] for line in lines] == ["名次", "1", "2"]
    assert as_("leader").get(PAGE, {"as": "pdf"}).status_code == 404


def test_what_cannot_be_ranked_falls_back_to_what_can(as_: AsClient, counted: None) -> None:
    """Never a grid, never a mean, never another's area; whatever stands in the address."""
    page = as_("leader").get(PAGE, {"level": "grid", "indicator": "mean_days", "from": "x", "matter": "petition"})
    assert page.status_code == 200
    assert (page.context["asked"].level, page.context["asked"].indicator.key) == ("town", "on_time")
    assert page.context["asked"].pack == ""
    village = as_("leader").get(PAGE, {"area": TOWN + "001", "units": "areas"})
    assert village.context["asked"].units == "organisations"
    assert as_("leader").get(PAGE, {"area": "4301"}).status_code == 404
    assert as_("desk").get(PAGE, {"area": COUNTY}).status_code == 404


@pytest.mark.parametrize("who", ["grid", "verifier", "admin"])
def test_others_do_not_read_it(as_: AsClient, city: City, who: str) -> None:
    assert as_(who).get(PAGE).status_code == 403


def test_an_organisation_asks_and_reads_the_answer(as_: AsClient, city: City) -> None:
    request = asked(as_, city)
    ruled = as_("leader").post(f"{STRIKES}{request}/", {"granted": "no", "text": "本可办到"})
    assert ruled.status_code == 302
    page = as_("handler").get(STRIKES).content.decode()
    assert "本可办到" in page
    assert "不予剔除" in page
    assert "本可办到" not in as_("assist").get(STRIKES).content.decode()


def test_a_faulty_request_is_shown_again_with_what_was_typed(as_: AsClient, city: City) -> None:
    answer = as_("handler").post(ASK, {"number": "EV-0", "reason": "impossible", "text": "雨太大"})
    assert answer.status_code == 404
    assert "雨太大" in answer.content.decode()
    assert as_("desk").get(ASK).status_code == 403


def test_a_ruling_without_choice_or_reason_is_asked_again(as_: AsClient, city: City) -> None:
    request = asked(as_, city)
    for given in ({"text": "理由甲"}, {"granted": "yes", "text": " "}):
        answer = as_("leader").post(f"{STRIKES}{request}/", given)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert StrikeRequest.objects.get().ruled_at is None
    assert as_("handler").post(f"{STRIKES}{request}/", {"granted": "yes", "text": "可"}).status_code == 403
    assert as_("leader").get(f"{STRIKES}{request}/").status_code == 405


def test_everybody_reads_only_what_the_city_publishes(
    as_: AsClient, counted: None, settings: LazySettings, tmp_path: Path
) -> None:
    answer = Client().get("/ranking/", {"indicator": "redone", "level": "town"})
    assert answer.context["asked"].indicator.key == "on_time"
    assert "/ranking/" in Client().get("/").content.decode()
    folder = Path(str(settings.CITY_ROOT))
    for file in folder.iterdir():
        if file.name != "indicators.toml":
            (tmp_path / file.name).symlink_to(file)
    settings.CITY_ROOT = tmp_path
    assert Client().get("/ranking/").status_code == 404
    assert "/ranking/" not in Client().get("/").content.decode()
