"""Texts that hold anything, and the room that they need."""

from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from linli.core.charts import pen
from linli.core.charts.keys import spread

ANY = st.text(st.characters(), max_size=60)


@given(words=ANY)
def test_any_text_is_xml(words: str) -> None:
    ElementTree.fromstring(pen.text(words, x=0, y=0))


def test_what_is_written_is_read_as_it_was() -> None:
    hostile = "</text><script>alert(1)</script>&\"'"
    found = ElementTree.fromstring(pen.text(hostile, x=0, y=0, css='a" onload="b'))
    assert found.text == hostile
    assert set(found.attrib) == {"x", "y", "class"}
    assert len(found) == 0


@given(words=ANY, width=st.floats(20, 300))
def test_a_fitted_text_fits(words: str, width: float) -> None:
    assert pen.width_of(pen.fitted(words, width=width)) <= width


@given(words=ANY, width=st.floats(20, 300), most=st.integers(1, 4))
def test_a_wrapped_text_fits(words: str, width: float, most: int) -> None:
    rows = pen.wrapped(words, width=width, most=most)
    assert len(rows) <= most
    assert all(pen.width_of(row) <= width for row in rows)


def test_a_text_is_wrapped_at_its_spaces() -> None:
    assert pen.wrapped("Reported and closed", width=75, most=2) == ("Reported", "and closed")


@given(wanted=st.lists(st.floats(0, 200), max_size=8))
def test_names_beside_are_apart_and_in_their_order(wanted: list[float]) -> None:
    places = spread(wanted=sorted(wanted), gap=16, top=0, bottom=200)
    assert all(0 <= place <= 200 for place in places)
    assert all(below - above >= 15.99 for above, below in pairwise(places))
