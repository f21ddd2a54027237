"""A chart as PNG, with the font that is carried and no other."""

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from linli.core.charts import picture
from linli.core.charts.definition import Canvas, Series, Trend, Words
from linli.core.charts.drawing import svg


def drawn(title: str) -> str:
    chart = Trend(Words(title, "日期"), (date(2026, 11, 1), date(2026, 11, 2)), (Series("上报", (1, 2)),))
    return svg(chart=chart, canvas=Canvas(width=680, is_file=True))


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image.convert("L")


def ink(image: Image.Image, share: float) -> int:
    """Dark points in the upper part."""
    return sum(image.crop((0, 0, image.width, int(image.height * share))).histogram()[:100])


def test_it_is_as_sharp_as_print() -> None:
    image = opened(picture.png(svg=drawn("上报")))
    assert image.width == 3 * (680 + 32)
    assert opened(picture.png(svg=drawn("上报"), sharp=1)).width == 680 + 32


def test_chinese_and_numbers_are_legible_without_a_font_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "_is_carried", lambda _text: True)
    titles = ["1", "2026", "网格事件", "网格事件芙蓉区文艺路街道"]
    found = [ink(opened(picture.png(svg=drawn(title))), 0.12) for title in titles]
    assert 0 < found[0] < found[1] < found[2] < found[3]


def test_only_rare_letters_ask_for_fonts_of_the_server() -> None:
    assert picture._is_carried("长沙市 2026年11月 12.3万 — “甲”…")
    assert not picture._is_carried("镕")


def test_the_font_has_every_letter_that_it_is_said_to_carry() -> None:
    from PIL import ImageFont

    file = Path(__file__).parents[4] / "static" / picture.FONT
    font = ImageFont.truetype(str(file), 20)
    nothing = font.getmask("\uffff").getbbox()
    every = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    letters = [letter for letter in every if letter] + [chr(code) for code in range(33, 127)]
    assert len(letters) == 6763 + 94
    missing = bytes(font.getmask("\uffff"))
    assert [letter for letter in letters if bytes(font.getmask(letter)) == missing and nothing] == []
