"""Where the console asks the rooms below it what to suggest, and says what became of it. One call each."""

from datetime import datetime

from linli.cases.queries import closers, routing
from linli.cases.queries.closers import Practice
from linli.cases.types import CaseDetail
from linli.people.access import Actor
from linli.people.catalogue import Suggestion
from linli.reading.actions import counting
from linli.reading.types import Outcome, Subject


def law_of(*, detail: CaseDetail, by: Actor) -> Suggestion | None:
    """Who should lead the case by the catalogue; nobody whom it is about."""
    return routing.owners_of(numbers=(detail.row.number,), by=by).get(detail.row.number)


def practice_of(*, detail: CaseDetail) -> Practice | None:
    """Who closed such matters there in the last year."""
    row = detail.row
    return closers.practice(number=row.number, pack=row.pack, category=row.category, area_code=row.area_code)


def count(*, subject: Subject, pack: str, situation: str, about: str, outcome: Outcome, now: datetime) -> None:
    """Counts what became of a suggestion that somebody saw."""
    counting.count(subject=subject, pack=pack, version=situation, suggested=about, outcome=outcome, now=now)
