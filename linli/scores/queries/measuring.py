"""The numbers behind a promise: from tallies, or reported and confirmed. Confidential cases are not counted."""

from collections.abc import Sequence
from datetime import date

from linli.cases.queries import tallies
from linli.cases.queries.counting import countable, secret_categories
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


def may_count_own(*, pack: Pack) -> bool:
    """Whether the kind can be counted for one organisation: tallies by organisation do not tell categories apart, and
    confidential ones must be left out."""
    return not secret_categories(pack=pack)


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
    pack = kind_of(key=row.pack)
    assert pack is not None
    group: tallies.Group = "org_id" if row.is_own else "category"
    found = tallies.totals(
        measure=measure, area=row.area_id, group=group, since=row.starts_date, until=until, pack=row.pack
    )
    if row.is_own:
        return found.get(str(row.owner_id), 0)
    secret = set(secret_categories(pack=pack))
    return sum(n for category, n in found.items() if category not in secret)
