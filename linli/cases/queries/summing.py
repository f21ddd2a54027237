"""The sums of areas out of the tallies, each level out of the finer one: as statements for counting anew.

Every tally is read once for each view at the finest level that keeps days, and once at one that keeps months alone;
what lies above is added up from there. `recounting.SPREAD` says the same in one step, slowly; `verify` holds the two
against each other.
"""

from collections.abc import Iterator, Mapping

from linli.cases.queries.recounting import OF_BANDS, VIEWS
from linli.cases.rules.keeping import DAY, MONTH, Grain

_MONTH = "date_trunc('month', date::timestamp)::date"
_OF_TALLIES = """
SELECT left(area_code, {width}) AS area_code, '{view}' AS view, '{grain}' AS grain, measure, {date} AS date, pack,
       {key} AS key, band, sum(n) AS n, sum(total) AS total
FROM {source} WHERE length(area_code) >= {least} GROUP BY 1, 4, 5, 6, 7, 8
"""
_OF_DAYS = """
SELECT left(area_code, {width}) AS area_code, view, '{grain}' AS grain, measure, {date} AS date, pack, key, band,
       sum(n) AS n, sum(total) AS total
FROM {source} WHERE length(area_code) >= {width} GROUP BY 1, 2, 4, 5, 6, 7, 8
"""


def days(*, levels: Mapping[int, tuple[Grain, ...]], source: str) -> str:
    """The days of the finest level that keeps them, out of the tallies in `source`: as `tallies.kept_levels` has them.

    What lies higher than that level stands there under its own shorter code.
    """
    width = _finest(levels)
    return _joined(
        _OF_TALLIES.format(width=width, view=view, grain=DAY, date="date", key=key, source=source, least=0)
        for view, key in VIEWS.items()
    )


def sums(*, levels: Mapping[int, tuple[Grain, ...]], source: str, of_days: str) -> str:
    """All that is kept of areas, out of the tallies in `source` and the table that `days` made."""
    return _joined(OF_BANDS.format(rows=part) for part in _sums(levels, source, of_days))


def _sums(levels: Mapping[int, tuple[Grain, ...]], source: str, of_days: str) -> Iterator[str]:
    finest = _finest(levels)
    yield f"SELECT * FROM {of_days} WHERE length(area_code) = {finest}"  # noqa: S608 a table's name and a number
    for width, grains in levels.items():
        if DAY in grains and width < finest:
            yield _OF_DAYS.format(width=width, grain=DAY, date="date", source=of_days)
        if DAY in grains:
            yield _OF_DAYS.format(width=width, grain=MONTH, date=_MONTH, source=of_days)
            continue
        for view, key in VIEWS.items():
            yield _OF_TALLIES.format(
                width=width, view=view, grain=MONTH, date=_MONTH, key=key, source=source, least=width
            )


def _finest(levels: Mapping[int, tuple[Grain, ...]]) -> int:
    return max(width for width, grains in levels.items() if DAY in grains)


def _joined(parts: Iterator[str]) -> str:
    return " UNION ALL ".join(f"({part})" for part in parts)
