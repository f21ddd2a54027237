"""Where the console asks the rooms below it what to suggest, and says what became of it. One call each."""

from datetime import datetime

from linli.cases import queries as cases
from linli.cases.actions import acting, twins
from linli.cases.errors import NoSuchAction
from linli.cases.queries import closers, routing
from linli.cases.queries import twins as queries
from linli.cases.queries.closers import Practice
from linli.cases.queries.twins import Likely
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


def likely_same(*, by: Actor) -> tuple[Likely, ...]:
    """What in the desk's inbox is likely the same as an open case."""
    return queries.likely_same(by=by)


def merge(*, number: str, into: str, by: Actor, now: datetime, version: int | None) -> None:
    """The new case joins the open one. Raises NoSuchCase, NoSuchAction, NotPossible."""
    detail = cases.detail(number=number, by=by, now=now)
    is_suggested = queries.is_suggested(number=number, other=into)
    step = next((one.action.key for one in detail.choices if one.action.effect == "merge"), None)
    if step is None:
        raise NoSuchAction
    acting.act(number=number, action=step, inputs={"into": into}, by=by, now=now, version=version)
    if is_suggested:
        _count_same(detail.row.pack, "first", now)


def keep_apart(*, number: str, other: str, by: Actor, now: datetime) -> None:
    """They are not the same: remembered. Raises NoSuchCase, NoSuchAction."""
    if twins.refuse(number=number, other=other, by=by, now=now):
        _count_same(cases.detail(number=number, by=by, now=now).row.pack, "other", now)


def _count_same(pack: str, outcome: Outcome, now: datetime) -> None:
    count(subject="same", pack=pack, situation="", about=pack, outcome=outcome, now=now)
