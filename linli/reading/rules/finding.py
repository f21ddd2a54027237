"""Issues out of groups of reports: who, where, when, how hot and under which title. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.reading.rules import placing, titling
from linli.reading.rules.heat import LEAST_PEOPLE, Heat, Report, heat, people
from linli.reading.rules.masking import mask

TITLED_FROM = 40
"""Reports, those nearest to the middle, among whose titles one is sought."""
_SAME = 0.5
"""Of the smaller of two issues, the share of reports that make them the same one."""
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as issues are found from it. `key` tells reports apart, `person` reporters, and neither says who."""

    key: int
    title: str
    text: str
    area_code: str
    at: datetime
    person: int = 0
    support: int = 0
    against: int = 0

    @property
    def day(self) -> float:
        """When it came in, in days."""
        return self.at.timestamp() / DAY


@dataclass(frozen=True, slots=True)
class Found:
    """An issue: its reports, the middlemost first, how near each is to the others, and what they come to.

    `source` is the report whose title it bears; None without one.
    """

    keys: tuple[int, ...]
    scores: tuple[float, ...]
    title: str
    source: int | None
    area_code: str
    first_at: datetime
    last_at: datetime
    people: int
    heat: Heat


def found(
    reports: Sequence[Reported], scores: Sequence[float], *, as_of: datetime, widths: Sequence[int]
) -> Found | None:
    """The issue that a group of reports makes; None where too few different people wrote."""
    order = sorted(range(len(reports)), key=lambda at: (-scores[at], reports[at].key))
    members = [reports[at] for at in order]
    told = [Report(one.day, one.person, one.support, one.against) for one in members]
    if people(told) < LEAST_PEOPLE:
        return None
    titled = titling.title([_said(one) for one in members[:TITLED_FROM]])
    return Found(
        keys=tuple(one.key for one in members),
        scores=tuple(float(scores[at]) for at in order),
        title=titled.title,
        source=members[titled.source].key if titled.title else None,
        area_code=placing.shared([one.area_code for one in members], widths=widths),
        first_at=min(one.at for one in members),
        last_at=max(one.at for one in members),
        people=people(told),
        heat=heat(told, as_of=as_of.timestamp() / DAY),
    )


def same_as(new: Sequence[frozenset[int]], known: Mapping[int, frozenset[int]]) -> tuple[int | None, ...]:
    """For each issue by its reports the known one that it goes on, each at most once; those that share most first."""
    of_report = {report: number for number, reports in known.items() for report in reports}
    shares: list[tuple[int, int, int]] = []
    for at, reports in enumerate(new):
        often: dict[int, int] = {}
        for report in reports:
            if (number := of_report.get(report)) is not None:
                often[number] = often.get(number, 0) + 1
        shares += [
            (-count, number, at)
            for number, count in often.items()
            if count >= _SAME * min(len(reports), len(known[number]))
        ]
    kept: list[int | None] = [None] * len(new)
    taken: set[int] = set()
    for _count, number, at in sorted(shares):
        if kept[at] is None and number not in taken:
            kept[at] = number
            taken.add(number)
    return tuple(kept)


def _said(one: Reported) -> titling.Said:
    return titling.Said(mask(one.title).text, mask(one.text[:500]).text, one.person)
