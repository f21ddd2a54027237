"""Which kind of matter a report is about: what is offered, what is chosen, and what an unknown name comes to."""

from dataclasses import replace

from django.test import RequestFactory

from linli.process.definition import Pack
from linli.process.registry import registry
from linli.web import matters

EVENT = registry().pack("event")
OTHER = replace(EVENT, key="other", title={"zh": "别的事", "en": "Another matter"})
BOTH = (EVENT, OTHER)


def chosen(address: str, packs: tuple[Pack, ...] = BOTH) -> Pack | None:
    return matters.chosen(packs=packs, request=RequestFactory().get(address))


def test_the_one_that_the_address_names_is_chosen() -> None:
    assert chosen("/report/?matter=other") == OTHER
    assert chosen("/report/?kind=other:city_look") == OTHER
    assert matters.chosen(packs=BOTH, request=RequestFactory().post("/report/", {"matter": "other"})) == OTHER


def test_without_a_name_or_with_an_unknown_one_it_is_the_first() -> None:
    assert chosen("/report/") == EVENT
    assert chosen("/report/?matter=none") == EVENT
    assert chosen("/report/", ()) is None


def test_they_are_offered_where_there_is_a_choice() -> None:
    assert matters.offered(packs=(EVENT,), chosen=(EVENT,)) == ()
    assert [(one.key, one.is_chosen) for one in matters.offered(packs=BOTH, chosen=(OTHER,))] == [
        ("event", False),
        ("other", True),
    ]
