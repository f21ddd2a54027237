"""An issue out of a group of reports, and which known issue it goes on."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.reading.rules.finding import Reported, found, same_as

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def _reports(*people: int) -> list[Reported]:
    text = "春江花园南门垃圾没人清运"
    return [
        Reported(key, text, text, "430102001001", NOW - timedelta(days=key), person=person)
        for key, person in enumerate(people)
    ]


def test_three_people_make_an_issue_and_two_make_none() -> None:
    assert found(_reports(1, 1, 2, 2), [0.5] * 4, as_of=NOW, widths=(6, 9, 12)) is None
    issue = found(_reports(1, 2, 3, 3), [0.4, 0.9, 0.5, 0.6], as_of=NOW, widths=(6, 9, 12))
    assert issue is not None
    assert (issue.keys, issue.people, issue.area_code) == ((1, 3, 2, 0), 3, "430102001001")
    assert (issue.first_at, issue.last_at) == (NOW - timedelta(days=3), NOW)


def test_an_issue_goes_on_where_most_of_the_smaller_is_in_both() -> None:
    known = {7: frozenset({1, 2, 3, 4}), 8: frozenset({10, 11, 12})}
    new = [frozenset({1, 2, 3, 9}), frozenset({4, 20, 21, 22}), frozenset({11, 12, 30})]
    assert same_as(new, known) == (7, None, 8)


@given(
    st.lists(st.frozensets(st.integers(0, 30), min_size=3, max_size=8), max_size=6),
    st.dictionaries(st.integers(1, 9), st.frozensets(st.integers(0, 30), min_size=3, max_size=8), max_size=6),
)
def test_no_number_is_given_twice(new: list[frozenset[int]], known: dict[int, frozenset[int]]) -> None:
    taken: set[int] = set()  # reports belong to one issue at a time
    apart = {}
    for number, reports in known.items():
        if rest := reports - taken:
            apart[number] = rest
            taken |= rest
    given_numbers = [number for number in same_as(new, apart) if number is not None]
    assert len(given_numbers) == len(set(given_numbers))
    assert set(given_numbers) <= set(apart)
