"""What a city's own closed cases give to learn from."""

import pytest
from django.utils import timezone

from linli.cases.models import Case
from linli.process.registry import registry
from linli.reading.queries.examples import of_cases
from linli.reading.types import Example
from tests.world import City, report

pytestmark = pytest.mark.django_db


def _closed(text: str, **change: object) -> None:
    number = report(text).number
    facts = {"closed_at": timezone.now(), "stage": "closed", "outcome": "resolved", "category": "utility.streetlight"}
    Case.objects.filter(number=number).update(**(facts | change))


def _found() -> list[Example]:
    return list(of_cases(pack=registry().pack("event")))


def test_closed_cases_give_their_text_and_the_category_they_were_left_in(city: City) -> None:
    _closed("路灯不亮，请来看看")
    assert _found() == [Example("路灯不亮，请来看看", "utility.streetlight")]


def test_what_nobody_handled_or_the_pack_no_longer_has_gives_nothing(city: City) -> None:
    _closed("并到别的案件里", outcome="merged")
    _closed("不予受理", outcome="refused", stage="refused")
    _closed("没有类别", category="")
    _closed("旧的类别", category="gone.gone")
    report("还没有办结")
    assert _found() == []
