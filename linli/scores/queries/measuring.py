"""The numbers behind a promise: from tallies, or reported and confirmed. Confidential cases are not counted."""

from collections.abc import Sequence
from datetime import date

from linli.cases.queries import tallies
from linli.cases.queries.counting import countable
from linli.process.definition import Pack
from linli.scores.models import Target
from linli.scores.rules import progress
from linli.scores.rules.measures import parts
from linli.scores.rules.progress import Reached
from linli.scores.types import ReportView


def kinds() -> tuple[Pack, ...]:
    """The kinds of matter that a promise may be measured by."""
    return countable()


def kind_of(*, key: str) -> Pack | None:
    """One of them."""
    return next((pack for pack in kinds() if pack.key == key), None)


def reached(*, row: Target, numbers: Sequence[ReportView], today: date) -> Reached:
    """What is known on a day."""
    if row.measured == Target.Measured.MILESTONES:
        return Reached()
    if row.measured == Target.Measured.HAND:
        known = [one for one in numbers if one.state == "confirmed" and one.value is not None]
        last = max(known, key=lambda one: (one.on, one.id), default=None)
        return Reached(value=None if last is None or last.value is None else float(last.value))
    if kind_of(key=row.pack) is None or today < row.starts_date:
        return Reached()
    n = _counted(row, row.measure, today)
    if row.measured == Target.Measured.COUNT:
        return Reached(value=float(n), n=n)
    return progress.rate(n=n, of=_counted(row, row.over, today))


def _counted(row: Target, measure: str, today: date) -> int:
    return sum(_total(row, one, min(today, row.due_date)) for one in parts(measure=measure))


def _total(row: Target, measure: str, until: date) -> int:
    org = row.owner_id if row.is_own else None
    asked = tallies.Asked((row.area_id,), (measure,), row.starts_date, until, pack=row.pack, org=org)
    return tallies.read(asked=asked).get("", tallies.Sums())[measure]
