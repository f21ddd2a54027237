"""What a city's own closed cases give to learn from."""

from collections.abc import Callable
from datetime import datetime

import pytest

from linli.cases.models import Case
from linli.process.registry import registry
from linli.reading.queries.examples import of_cases
from linli.reading.types import Example
from tests.integration.cases.conftest import Open

Close = Callable[..., None]


@pytest.fixture
def close(report: Open, now: datetime) -> Close:
    """A case with this text, closed in the category of street lights unless something else is said."""

    def closed(text: str, **change: object) -> None:
        facts = {"closed_at": now, "stage": "closed", "outcome": "resolved", "category": "utility.streetlight"}
        Case.objects.filter(number=report(text).number).update(**(facts | change))

    return closed


def _found() -> list[Example]:
    return list(of_cases(pack=registry().pack("event")))


def test_closed_cases_give_their_text_and_the_category_they_were_left_in(close: Close) -> None:
    close("路灯不亮，请来看看")
    assert _found() == [Example("路灯不亮，请来看看", "utility.streetlight")]


def test_what_nobody_handled_or_the_pack_no_longer_has_gives_nothing(close: Close, report: Open) -> None:
    close("并到别的案件里", outcome="merged")
    close("不予受理", outcome="refused", stage="refused")
    close("没有类别", category="")
    close("旧的类别", category="gone.gone")
    report("还没有办结")
    assert _found() == []
