"""Places that a resident's words name are offered while no place is chosen, with those words; nothing is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from linli.places import queries as places
from tests.functional import small_city
from tests.functional.small_city import VILLAGE

pytestmark = pytest.mark.django_db
TEXT = "文艺新村社区门口的路灯不亮了"
TWO = "文艺新村社区和识字里社区之间的路灯不亮了"


@pytest.fixture(autouse=True)
def city() -> Iterator[None]:
    small_city.build()
    places.forget()
    yield
    places.forget()


def typed(client: Client, text: str, **more: str) -> Any:
    return client.post("/report/places/", {"text": text} | more)


def test_a_residents_words_offer_the_place_and_say_which_words(client: Client) -> None:
    page = typed(client, TEXT).content.decode()
    assert page.count("data-place=") == 1
    assert f"&quot;code&quot;: &quot;{VILLAGE}&quot;" in page
    assert "<mark>文艺新村社区</mark>门口的路灯" in page


def test_several_places_are_all_offered_and_an_address_counts(client: Client) -> None:
    assert typed(client, TWO).content.decode().count("data-place=") == 3, "what they share, and each"
    assert VILLAGE in typed(client, "路灯不亮了", address="文艺新村社区3栋").content.decode()


@pytest.mark.parametrize("text", ["", "路", "路灯不亮了"])
def test_words_that_name_nothing_offer_nothing(text: str, client: Client) -> None:
    assert typed(client, text).content.strip() == b""


def test_what_is_typed_is_escaped_and_not_kept_by_anybody(client: Client) -> None:
    answer = typed(client, TEXT)
    assert "no-store" in answer["Cache-Control"]
    page = typed(client, "<script>alert(1)</script>文艺新村社区门口").content.decode()
    assert "<script>" not in page
    assert client.get("/report/places/").status_code == 405


def test_look_ups_are_limited(client: Client, settings: Any) -> None:
    settings.REPORT_RATE = "1/h"
    answers = [typed(client, "").status_code for _turn in range(61)]
    assert (set(answers[:60]), answers[60]) == ({200}, 429)


def test_the_form_says_where_to_ask(client: Client) -> None:
    assert 'data-named-places="/report/places/"' in client.get("/report/").content.decode()
