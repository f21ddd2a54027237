"""Reporting over HTTP: the receipt, its secret, keys, limits and refusals."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from linli.cases.models import Case
from linli.people.models import Contact
from tests.integration.api.town import HERE, Api, Town, problem

pytestmark = pytest.mark.django_db
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


def test_it_opens_a_case(api: Api, town: Town) -> None:
    answer = api.report(contact={"name": "反映人甲", "phone": "13800000000"})
    assert answer.status_code == 201
    receipt = answer.json()
    case = Case.objects.get(number=receipt["number"])
    assert (receipt["area_code"], receipt["stage"]) == ("430102001001", "reported")
    assert (case.channel, case.category != "") == ("api", True)
    assert Contact.objects.get().mask
    assert answer.headers["Location"].endswith(f"/api/v1/reports/{case.number}")
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_needs_no_contact(api: Api, town: Town) -> None:
    assert api.report().status_code == 201
    assert not Contact.objects.exists()


def test_it_takes_an_area_in_place_of_a_point(api: Api, town: Town) -> None:
    answer = api.post("/reports", {"text": "路灯不亮", "area_code": "430102001002"})
    assert answer.json()["area_code"] == "430102001002"


def test_it_costs_few_statements(api: Api, town: Town, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(2):
        api.report()
    with django_assert_max_num_queries(5):  # two of its own; the others look for edits, at most once a second
        api.post("/reports", {"text": "井盖松动", **HERE, "contact": {"phone": "13900000000"}}, Idempotency_Key=KEY)


def test_the_link_of_the_receipt_opens_the_page(api: Api, town: Town, client: Client) -> None:
    receipt = api.report().json()
    assert client.get(urlsplit(receipt["url"]).path).status_code == 200


def test_the_secret_opens_the_progress(api: Api, town: Town) -> None:
    receipt = api.report().json()
    seen = api.get(f"/reports/{receipt['number']}?secret={receipt['secret']}").json()
    assert seen["text"] == "小区门口垃圾成堆"
    assert seen["promise"]
    assert seen["events"][0]["hash"] == receipt["event_hash"]
    assert "文艺路街道" in seen["area"]


def test_a_wrong_secret_and_a_wrong_number_look_alike(api: Api, town: Town) -> None:
    receipt = api.report().json()
    first = problem(api.get(f"/reports/{receipt['number']}?secret=wrong"), status=404)
    second = problem(api.get("/reports/EV-1?secret=wrong"), status=404)
    assert first["detail"] == second["detail"]


def test_the_same_key_gives_the_same_receipt(api: Api, town: Town) -> None:
    body = {"text": "井盖松动", **HERE}
    first = api.post("/reports", body, Idempotency_Key=KEY)
    again = api.post("/reports", body, Idempotency_Key=KEY)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.headers["Idempotent-Replay"] == "true"
    assert again.json() == first.json()
    assert Case.objects.count() == 1


def test_a_key_used_for_something_else_is_refused(api: Api, town: Town) -> None:
    api.post("/reports", {"text": "井盖松动", **HERE}, Idempotency_Key=KEY)
    problem(api.post("/reports", {"text": "路灯不亮", **HERE}, Idempotency_Key=KEY), status=422)
    assert Case.objects.count() == 1


def test_a_key_too_short_is_refused(api: Api, town: Town) -> None:
    body = problem(api.post("/reports", {"text": "井盖松动", **HERE}, Idempotency_Key="short"), status=422)
    assert body["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": None}, "text"),
        ({"lon": 181}, "lon"),
        ({"lon": "east"}, "lon"),
        ({"lat": None}, "body"),
        ({"contact": {"email": "nobody"}}, "contact.email"),
        ({"contact": {"fax": "1"}}, "contact.fax"),
        ({"photos": ["x"]}, "photos.0"),
        ({"colour": "red"}, "colour"),
        ({"category": "no.such"}, "category"),
        ({"lon": 10.0, "lat": 10.0}, "place"),
    ],
)
def test_a_faulty_field_is_named(api: Api, town: Town, change: dict[str, object], field: str) -> None:
    body = problem(api.post("/reports", {"text": "井盖松动", **HERE, **change}), status=422)
    assert field in {error["field"] for error in body["errors"]}
    assert not Case.objects.exists()


@pytest.mark.parametrize("content", ["{", "[", '{"text": "\\u0000"}', b"\xff"])
def test_a_body_that_is_no_json_is_refused(api: Api, town: Town, content: str | bytes) -> None:
    problem(api.post("/reports", content), status=400)


def test_an_unknown_kind_of_matter_is_refused(api: Api, town: Town) -> None:
    body = problem(api.report(pack="nonesuch"), status=422)
    assert body["errors"][0]["field"] == "pack"


def test_it_is_limited_by_address(api: Api, town: Town, settings: Settings) -> None:
    settings.REPORT_RATE = "2/h"
    assert [api.report().status_code for _ in range(3)] == [201, 201, 429]
    refusal = api.report()
    assert int(refusal.headers["Retry-After"]) > 0
    assert refusal.headers["RateLimit"].startswith('"report";r=0')
    assert api.report(by=town.desk).status_code == 201
    problem(refusal, status=429)


def test_a_token_that_does_not_hold_is_refused(api: Api, town: Town) -> None:
    problem(api.report(by="linli_nothing"), status=401)


def test_refusals_speak_the_language_asked_for(api: Api, town: Town) -> None:
    answer = api.post("/reports", {}, Accept_Language="zh-CN")
    assert answer.headers["Content-Language"] == "zh-hans"
    assert answer.json()["title"] == "填写内容无法使用"


def test_an_unknown_address_and_method_are_problems(api: Api, town: Town) -> None:
    problem(api.get("/nothing"), status=404)
    assert "POST" in api.get("/reports").headers["Allow"]
    problem(api.get("/reports"), status=405)
