"""Charts as SVG: what is in them, what is left open, and that none breaks."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.charts.definition import Bar, Bars, Canvas, Chart, Columns, Level, Marked, Series, Trend, Words
from linli.core.charts.drawing import svg
from linli.core.charts.sparkline import sparkline
from linli.core.charts.style import STYLE

SVG = "{http://www.w3.org/2000/svg}"
CSS = Path(__file__).parents[4] / "static" / "css" / "components" / "chart.css"
HOSTILE = '</svg><script>alert(1)</script>\x00\ud800"'
PLAIN = Canvas()
WORDS = Words("上报与办结", "日期", told="共12件", note="注")
CANVASES = [
    Canvas(width, language, "k", is_file)
    for width in (256, 340, 820)
    for language in ("zh", "en")
    for is_file in (False, True)
]
Numbers = Sequence[float | None]


def dates(count: int) -> tuple[date, ...]:
    return tuple(date(2026, 11, 1) + timedelta(days=number) for number in range(count))


def trend(*series: Numbers, levels: tuple[Level, ...] = (), words: Words = WORDS) -> Trend:
    lines = tuple(Series(f"系列{at}", tuple(values)) for at, values in enumerate(series))
    return Trend(words, dates(len(series[0])), lines, levels=levels)


def columns(*series: Numbers, is_stacked: bool = True, marked: Marked | None = None) -> Columns:
    parts = tuple(Series(f"系列{at}", tuple(values)) for at, values in enumerate(series))
    return Columns(WORDS, dates(len(series[0])), parts, is_stacked=is_stacked, marked=marked)


def bars(*values: float | None) -> Bars:
    return Bars(WORDS, "率", tuple(Bar(f"单位{at}", value) for at, value in enumerate(values)))


def drawn(chart: Chart, canvas: Canvas = PLAIN) -> ElementTree.Element:
    text = svg(chart=chart, canvas=canvas)
    assert not re.search(r'="[^"]*\b(nan|inf)\b', text)
    assert "style=" not in text
    return ElementTree.fromstring(text)


def having(root: ElementTree.Element, css: str, tag: str = "*") -> list[ElementTree.Element]:
    found = (one for one in root.iter() if css in one.get("class", "").split())
    return [one for one in found if tag in ("*", one.tag.removeprefix(SVG))]


NONE_AT_ALL: tuple[Numbers, ...] = ([None, None, None], [0, 0, 0], [7], [0], [None], [1e15, 3, None], [1e300])


@pytest.mark.parametrize("canvas", CANVASES)
@pytest.mark.parametrize("make", [trend, columns, lambda values: bars(*values)])
@pytest.mark.parametrize("values", NONE_AT_ALL)
def test_odd_numbers_are_drawn(canvas: Canvas, make: Callable[[Numbers], Chart], values: Numbers) -> None:
    drawn(make(values), canvas)


@given(values=st.lists(st.none() | st.floats(0, 1e9), min_size=1, max_size=40), width=st.integers(250, 900))
def test_whatever_is_drawn_stays_on_the_canvas(values: list[float | None], width: int) -> None:
    for chart in (trend(values, values), columns(values, values), bars(*values)):
        root = drawn(chart, Canvas(width=width))
        _x, _y, wide, high = (float(part) for part in root.get("viewBox", "").split())
        assert wide == width
        for shape in root.iter(f"{SVG}rect"):
            if shape.get("patternUnits") or shape.get("width") == "6":
                continue
            box = [float(shape.get(key, "0")) for key in ("x", "y", "width", "height")]
            assert min(box[2:]) >= 0
            assert box[0] + box[2] <= width + 0.2
            assert box[1] + box[3] <= high


@pytest.mark.parametrize("make", [trend, columns, lambda _values, words: bars(3)])
def test_hostile_words_stay_words(make: Callable[..., Chart]) -> None:
    words = Words(HOSTILE, HOSTILE, told=HOSTILE, note=HOSTILE)
    series = (Series(HOSTILE, (3, 4)), Series(HOSTILE, (1, 2)))
    hostile = (
        Trend(words, dates(2), series, levels=(Level(HOSTILE, 2),)),
        Columns(words, dates(2), series, levels=(Level(HOSTILE, 2),), marked=Marked(0, 0, HOSTILE)),
        Bars(words, HOSTILE, (Bar(HOSTILE, 3, 2, 4, text=HOSTILE),), level=Level(HOSTILE, 2)),
    )
    for chart in hostile:
        for canvas in CANVASES:
            root = drawn(chart, canvas)
            assert "script" not in {one.tag.removeprefix(SVG) for one in root.iter()}


def test_a_gap_is_left_open() -> None:
    lines = having(drawn(trend([1, 2, None, 3, 4, None, 5])), "chart-line-1", "path")
    assert [line.get("d", "").count("L") for line in lines if "M0 0" not in line.get("d", "")] == [1, 1]


def test_a_point_alone_is_seen() -> None:
    many: list[float | None] = [None] * 90
    many[40] = 3
    marks = having(drawn(trend(many)), "chart-fill-1", "circle")
    assert len(marks) == 2, "the point itself and the sample beside the name"


def test_a_date_counted_in_part_is_hollow() -> None:
    words, values = WORDS, (3.0, 4.0, 5.0)
    root = drawn(Trend(words, dates(3), (Series("a", values),), partial=frozenset({0})))
    (hollow,) = having(root, "chart-hollow")
    solid = [float(one.get("cx", "")) for one in having(root, "chart-fill-1", "circle") if one.get("cy") != "0"]
    assert float(hollow.get("cx", "")) < min(solid)
    assert len(solid) == 2


def test_series_differ_without_colour() -> None:
    root = drawn(trend([1, 2], [2, 3], [3, 4], [4, 5]))
    lines = [having(root, f"chart-line-{rank}", "path")[0] for rank in (1, 2, 3, 4)]
    assert len({line.get("stroke-dasharray", "") for line in lines}) == 4
    stacked = drawn(columns([1, 2], [2, 3], [3, 4], [4, 5]), Canvas(key="k"))
    fills = {one.get("fill") or one.get("class") for one in stacked.iter(f"{SVG}rect")}
    assert fills >= {"chart-fill-1", "url(#k-p1)", "url(#k-p2)", "url(#k-p3)"}
    ways = {one.get("d") for pattern in stacked.iter(f"{SVG}pattern") for one in pattern.iter(f"{SVG}path")}
    assert len(ways) == 3


def test_names_stand_beside_lines_where_there_is_room() -> None:
    chart = trend([1, 12], [3, 4])
    wide, narrow = drawn(chart), drawn(chart, Canvas(width=340))
    assert {"系列0 12", "系列1 4"} <= {one.text for one in wide.iter(f"{SVG}text")}
    assert {"系列0", "系列1"} <= {one.text for one in narrow.iter(f"{SVG}text")}


def test_what_is_marked_stands_out_and_has_its_name() -> None:
    chart = columns([1, 2, 3, 4], marked=Marked(2, 3, "预警期间"))
    root = drawn(chart)
    assert (len(having(root, "chart-pale")), len(having(root, "chart-fill-1", "rect"))) == (2, 2)
    assert "预警期间" in {one.text for one in root.iter(f"{SVG}text")}


def test_stacked_columns_stand_on_each_other() -> None:
    root = drawn(columns([2], [3]), Canvas(key="k"))
    (first,) = having(root, "chart-fill-1", "rect")[1:]
    second = next(one for one in root.iter(f"{SVG}rect") if one.get("fill") and float(one.get("height", "0")) > 12)
    foot = float(second.get("y", "")) + float(second.get("height", ""))
    assert foot == pytest.approx(float(first.get("y", "")), abs=0.2)
    assert "5" in {one.text for one in root.iter(f"{SVG}text")}


def test_a_bar_without_a_number_says_why() -> None:
    chart = Bars(WORDS, "率", (Bar("甲", 80, 70, 90, is_own=True), Bar("乙", None, text="件数过少")))
    root = drawn(chart)
    assert "件数过少" in {one.text for one in root.iter(f"{SVG}text")}
    assert len(having(root, "chart-whisker")) == 1


def test_those_who_listen_are_told() -> None:
    root = drawn(trend([1, 2]), Canvas(key="trend"))
    assert root.get("role") == "img"
    found = {one.get("id"): one.text for one in root if one.get("id")}
    assert found == {"trend-title": "上报与办结", "trend-told": "共12件"}
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == ("trend-title", "trend-told")


def test_ids_of_two_drawings_differ() -> None:
    chart = columns([1, 2], [3, 4])
    ids = [re.findall(r' id="([^"]+)"', svg(chart=chart, canvas=Canvas(key=key))) for key in ("a", "b")]
    assert ids[0]
    assert not set(ids[0]) & set(ids[1])


def test_a_file_has_its_colours_and_a_page_takes_its_own() -> None:
    chart = trend([1, 2])
    assert STYLE.split("{")[0] in svg(chart=chart, canvas=Canvas(is_file=True))
    assert "<style" not in svg(chart=chart, canvas=Canvas())
    assert not re.search(r"#[0-9a-f]{6}", svg(chart=chart, canvas=Canvas()))


def test_every_class_has_a_look_in_pages_and_in_files() -> None:
    css, charts = CSS.read_text(encoding="utf-8"), (trend([1, 2], [1, 2]), columns([1], [1], marked=Marked(0, 0, "x")))
    own = Bars(WORDS, "率", (Bar("甲", 80, 70, 90, is_own=True), Bar("乙", 2)), level=Level("均", 3))
    compared = Trend(
        WORDS, dates(2), (Series("a", (1, 2)), Series("b", (1, 2), is_compared=True)), partial=frozenset({0})
    )
    text = "".join(svg(chart=chart, canvas=Canvas(is_file=True)) for chart in (*charts, own, compared))
    used = {name for found in re.findall(r'class="([^"]+)"', text) for name in found.split()}
    assert used >= {"chart-line", "chart-compared", "chart-level", "chart-bar"}
    unseen = {"chart-drawn", "chart-pattern"}
    assert {name for name in used - unseen if f".{name}" not in css} == set()
    assert {name for name in used - unseen if f".{name}" not in STYLE} == set()


@pytest.mark.parametrize("values", [[], [None], [3], [0, 0], [1, None, 4, 2]])
def test_a_sparkline(values: list[float | None]) -> None:
    root = ElementTree.fromstring(sparkline(values=values, label="近30天"))
    assert (root.get("role"), root.get("aria-label")) == ("img", "近30天")
    assert ElementTree.fromstring(sparkline(values=values)).get("aria-hidden") == "true"


@pytest.mark.parametrize(
    "make",
    [
        lambda: trend([float("nan")]),
        lambda: columns([float("inf")]),
        lambda: columns([-1]),
        lambda: bars(float("nan")),
        lambda: trend([1], [1], [1], [1], [1]),
        lambda: Trend(WORDS, dates(2), (Series("a", (1,)),)),
        lambda: Trend(WORDS, (), (Series("a", ()),)),
        lambda: Trend(WORDS, dates(2), ()),
    ],
)
def test_what_cannot_be_drawn_is_refused(make: Callable[[], Chart]) -> None:
    with pytest.raises(ValueError, match=r"."):
        make()
