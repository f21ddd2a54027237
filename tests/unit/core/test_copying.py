"""Rows in COPY's text format: what PostgreSQL would read differently is escaped."""

from datetime import UTC, date, datetime

import pytest

from linli.core.postgres.copying import lines


def test_cells_of_every_kind() -> None:
    rows = [
        {"n": 1, "name": "井盖", "on": True, "body": {"a": [1]}, "mark": b"\x01\xff", "at": None, "day": None},
        {
            "n": 2,
            "name": "路灯",
            "on": False,
            "body": {},
            "mark": b"",
            "at": datetime(2026, 3, 2, 1, tzinfo=UTC),
            "day": date(2026, 3, 2),
        },
    ]

    written = lines(names=list(rows[0]), rows=rows).decode()

    assert written.split("\n") == [
        '1\t井盖\tt\t{"a":[1]}\t\\\\x01ff\t\\N\t\\N',
        "2\t路灯\tf\t{}\t\\\\x\t2026-03-02T01:00:00+00:00\t2026-03-02",
        "",
    ]


@pytest.mark.parametrize(
    ("value", "cell"), [("a\tb", "a\\tb"), ("a\nb\r", "a\\nb\\r"), ("\\N", "\\\\N"), ({"a": "x\ny"}, '{"a":"x\\\\ny"}')]
)
def test_what_would_end_a_cell_or_a_row_is_escaped(value: object, cell: str) -> None:
    rows: list[dict[str, object]] = [{"text": "plain" if isinstance(value, str) else {}}, {"text": value}]

    assert lines(names=["text"], rows=rows).decode().split("\n")[1] == cell


def test_numbers_and_nothing_in_one_column() -> None:
    rows: list[dict[str, object]] = [{"lon": None, "lat": 28}, {"lon": 112.98, "lat": None}, {"lon": None, "lat": 28.2}]

    assert lines(names=["lon", "lat"], rows=rows) == b"\\N\t28\n112.98\t\\N\n\\N\t28.2\n"


def test_a_row_without_one_of_the_names_is_refused() -> None:
    with pytest.raises(KeyError):
        lines(names=["a", "b"], rows=[{"a": 1, "b": 2}, {"a": 1}])
