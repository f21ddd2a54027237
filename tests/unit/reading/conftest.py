"""Texts made for tests: three kinds of matter in many plain variations, and a folder for models."""

from itertools import product
from pathlib import Path

import pytest
from django.conf import LazySettings

from linli.reading.queries import keeping
from linli.reading.types import Example

PLACES = ("小区北门", "学校旁边", "菜市场门口", "村口", "公园里", "车站对面", "桥头", "巷子里")
MATTERS = {
    "utility.streetlight": ("路灯坏了一排，晚上漆黑", "路灯不亮，走夜路害怕", "灯杆上的路灯一直闪，需要检修"),
    "utility.manhole": ("井盖不见了，露出黑洞", "窨井盖被压裂，车过有响声", "污水井没有盖板，很危险"),
    "city_look.litter": ("垃圾成堆，没有人清运", "生活垃圾到处乱倒，很脏", "垃圾堆发臭，苍蝇多"),
}


@pytest.fixture
def examples() -> list[Example]:
    """72 texts under three labels."""
    return [
        Example(f"{place}{text}", label) for label, texts in MATTERS.items() for place, text in product(PLACES, texts)
    ]


@pytest.fixture
def models(tmp_path: Path, settings: LazySettings) -> Path:
    """An empty folder for models, and nothing remembered of another."""
    settings.MODELS = tmp_path / "models"
    keeping.forget()
    return tmp_path / "models"
