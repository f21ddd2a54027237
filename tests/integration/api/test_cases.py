"""Cases over HTTP: what a token's post may see and do."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from linli.cases.models import Case, Event
from tests.integration.api.town import Api, Town, problem

pytestmark = pytest.mark.django_db
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


@pytest.fixture
def number(api: Api, town: Town) -> str:
    return str(api.report().json()["number"])


def dispatch(api: Api, town: Town, number: str, **headers: str) -> object:
    return api.post(f"/cases/{number}/actions/dispatch", {"inputs": {"lead": town.org}}, by=town.desk, **headers)


@pytest.mark.parametrize(
    "path",
    ["/cases", "/cases/EV-1", "/cases/EV-1/events", "/areas", "/locate?lon=1&lat=1", "/packs", "/mediations/JF-1"],
)
def test_a_token_is_needed(api: Api, town: Town, path: str) -> None:
    refusal = api.get(path)
    problem(refusal, status=401)
    assert refusal.headers["WWW-Authenticate"].startswith("Bearer")


def test_it_lists_what_the_post_may_see(
    api: Api, town: Town, number: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    api.get("/cases", by=town.desk)
    with django_assert_max_num_queries(4):
        seen = api.get("/cases?lens=inbox", by=town.desk).json()
    assert [item["number"] for item in seen["items"]] == [number]
    assert seen["next_cursor"] == ""
    assert api.get("/cases", by=town.other_desk).json()["items"] == []


def test_pages_follow_one_another(api: Api, town: Town) -> None:
    numbers = {api.report(text=f"路灯不亮 {turn}").json()["number"] for turn in range(5)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = api.get(f"/cases?limit=2&cursor={cursor}", by=town.desk).json()
        seen += [item["number"] for item in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert (len(seen), set(seen)) == (5, numbers)


def test_the_desks_inbox_begins_with_what_speaks_of_danger(api: Api, town: Town) -> None:
    calm = [api.report(text=f"路灯不亮 {turn}").json()["number"] for turn in range(2)]
    danger = api.report(text="三楼着火了").json()["number"]

    seen: list[dict[str, object]] = []
    cursor = ""
    while not seen or cursor:
        page = api.get(f"/cases?lens=inbox&limit=1&cursor={cursor}", by=town.desk).json()
        seen += page["items"]
        cursor = page["next_cursor"]
    assert [item["number"] for item in seen] == [danger, *calm]
    assert seen[0]["cues"] == [{"key": "fire", "title": "Fire or explosion"}]
    assert seen[1]["cues"] == []


def test_it_lists_what_stands_behind_a_count(api: Api, town: Town) -> None:
    counted, other = (api.report(text=f"路灯不亮 {turn}").json()["number"] for turn in range(2))
    at = datetime(2026, 3, 2, 4, tzinfo=UTC)
    counts = {"counted:settled": int(at.timestamp())}
    Case.objects.filter(number=counted).update(counts=counts, opened_at=at - timedelta(days=1))
    assert other != counted
    seen = api.get("/cases?state=all&counted=settled&counted_from=2026-03-02&counted_to=2026-03-02", by=town.desk)
    assert [item["number"] for item in seen.json()["items"]] == [counted]
    assert api.get("/cases?state=all&counted=settled&counted_from=2026-03-03", by=town.desk).json()["items"] == []
    assert api.get("/cases?state=all&counted=confirmed", by=town.desk).json()["items"] == []


def test_a_cursor_of_nowhere_and_an_unknown_filter_are_refused(api: Api, town: Town) -> None:
    problem(api.get("/cases?cursor=zzzz", by=town.desk), status=422)
    assert problem(api.get("/cases?colour=red", by=town.desk), status=422)["errors"][0]["field"] == "colour"
    assert problem(api.get("/cases?state=ajar", by=town.desk), status=422)["errors"][0]["field"] == "state"


def test_it_shows_a_case_and_what_may_be_done(
    api: Api, town: Town, number: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    api.get("/cases", by=town.desk)
    with django_assert_max_num_queries(6):
        seen = api.get(f"/cases/{number}", by=town.desk).json()
    assert seen["case"]["number"] == number
    assert seen["is_holder"] is True
    assert "dispatch" in {action["key"] for action in seen["actions"]}
    assert seen["clocks"][0]["explanation"]
    problem(api.get(f"/cases/{number}", by=town.other_desk), status=404)


def test_it_shows_the_chain(api: Api, town: Town, number: str) -> None:
    items = api.get(f"/cases/{number}/events", by=town.desk).json()["items"]
    assert [item["seq"] for item in items] == [1]
    assert items[0]["title"]


def test_it_takes_a_step(api: Api, town: Town, number: str) -> None:
    done = dispatch(api, town, number)
    assert done.status_code == 200  # type: ignore[attr-defined]
    assert done.json()["stage"] == "dispatched"  # type: ignore[attr-defined]
    assert api.get("/cases?lens=inbox", by=town.handler).json()["items"][0]["number"] == number


def test_a_step_is_taken_once_by_key(api: Api, town: Town, number: str) -> None:
    first = dispatch(api, town, number, Idempotency_Key=KEY)
    again = dispatch(api, town, number, Idempotency_Key=KEY)
    assert first.json() == again.json()  # type: ignore[attr-defined]
    assert again.headers["Idempotent-Replay"] == "true"  # type: ignore[attr-defined]
    assert Event.objects.filter(kind="dispatch").count() == 1


def test_the_second_of_two_is_told(api: Api, town: Town, number: str) -> None:
    dispatch(api, town, number)
    body = {"inputs": {"lead": town.org}, "version": 1}
    problem(api.post(f"/cases/{number}/actions/dispatch", body, by=town.desk), status=409)


def test_a_post_without_the_right_is_refused(api: Api, town: Town, number: str) -> None:
    dispatch(api, town, number)
    problem(api.post(f"/cases/{number}/actions/answer", {"inputs": {}}, by=town.handler), status=403)
    problem(api.post(f"/cases/{number}/actions/accept", {}, by=town.verifier), status=403)
    problem(api.post(f"/cases/{number}/actions/accept", {}, by=town.other_desk), status=404)
    problem(api.post(f"/cases/{number}/actions/nonesuch", {}, by=town.desk), status=404)


def test_missing_inputs_are_named(api: Api, town: Town, number: str) -> None:
    body = problem(api.post(f"/cases/{number}/actions/dispatch", {"inputs": {}}, by=town.desk), status=422)
    assert "lead" in {error["field"] for error in body["errors"]}
