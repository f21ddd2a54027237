"""English pages: organisations by their English names, and Chinese words marked as Chinese."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.functional.small_city import City
from tests.integration.web.console.conftest import dispatch, report

AsClient = Callable[[str], Client]
ENGLISH: dict[str, Any] = {"headers": {"accept-language": "en"}}
BUREAU = "Furong Urban Management Bureau"


@pytest.fixture
def number(city: City) -> str:
    made = report()
    dispatch(made.number, city)
    return made.number


@pytest.mark.parametrize("path", ["/console/cases/", "/console/cases/{number}/"])
def test_organisations_have_their_english_names(as_: AsClient, number: str, path: str) -> None:
    page = as_("desk").get(path.format(number=number), **ENGLISH).content.decode()
    assert BUREAU in page
    assert "芙蓉区城市管理和综合执法局" not in page


def test_the_organisations_to_choose_from_have_them_too(as_: AsClient, city: City) -> None:
    made = report()
    page = as_("desk").get(f"/console/cases/{made.number}/?do=dispatch", **ENGLISH).content.decode()
    assert f">{BUREAU}</option>" in page


def test_what_stays_chinese_is_marked_as_chinese(as_: AsClient, number: str) -> None:
    assert '<span lang="zh">路灯不亮三天了</span>' in as_("desk").get("/console/cases/", **ENGLISH).content.decode()
    assert '<span lang="zh">' not in as_("desk").get("/console/cases/").content.decode()
