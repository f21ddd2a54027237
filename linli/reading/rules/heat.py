"""How hot an issue is: who reported it, who stands behind it, how lately and how long. Pure, and open in its parts.

A person counts once, however often they write; the older their last report, the less. What readers click never counts
more than the people who wrote, and what divides readers counts less: a quarrel in comments is no issue. The formula is
explained in docs/explanation/hot-issues.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

HALF_LIFE = 60.0
"""Days after which a report counts half."""
PER_PERSON = 10.0
PER_DOUBLING = 2.0
"""Points for each doubling of the support of one report."""
PER_LASTING = 3.0
"""Points for each doubling of the weeks from the first report to the last."""
LEAST_PEOPLE = 3
"""Fewer different people make no issue, and no smaller number is ever shown."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report of an issue. `day`: when, in days; `person`: the same for the same reporter, meaningless otherwise;
    `support` and `against`: how many readers agreed and disagreed."""

    day: float
    person: int
    support: int = 0
    against: int = 0


@dataclass(frozen=True, slots=True)
class Heat:
    """The points of an issue, part by part."""

    people: float
    support: float
    lasting: float

    @property
    def points(self) -> float:
        """All together."""
        return self.people + self.support + self.lasting


def heat(reports: Sequence[Report], *, as_of: float) -> Heat:
    """The heat on a day, in days like those of the reports; later reports are left out."""
    known = [one for one in reports if one.day <= as_of]
    if not known:
        return Heat(0.0, 0.0, 0.0)
    latest: dict[int, float] = {}
    for one in known:
        latest[one.person] = max(latest.get(one.person, one.day), one.day)
    people = PER_PERSON * sum(_fresh(as_of - day) for day in latest.values())
    support = PER_DOUBLING * sum(_fresh(as_of - one.day) * math.log2(1 + agreement(one)) for one in known)
    first, last = min(one.day for one in known), max(one.day for one in known)
    lasting = PER_LASTING * math.log2(1 + (last - first) / 7) * _fresh(as_of - last)
    return Heat(people, min(support, people), lasting)


def agreement(report: Report) -> int:
    """How many more readers agreed than disagreed; nothing where they did not."""
    return max(report.support - report.against, 0)


def people(reports: Sequence[Report]) -> int:
    """How many different people reported."""
    return len({one.person for one in reports})


def _fresh(age: float) -> float:
    """What is left of a report after so many days."""
    return float(0.5 ** (max(age, 0.0) / HALF_LIFE))
