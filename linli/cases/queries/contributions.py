"""What single cases add to the tallies of the organisation that leads them, as recounting them would find it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from linli.cases.models import Case, Event
from linli.cases.queries.loading import state_by_id
from linli.cases.queries.packs import pack_of
from linli.cases.rules import counting, tallies
from linli.cases.rules.state import CaseState


@dataclass(frozen=True, slots=True)
class Contribution:
    """`n` of a measure on a date, under the case's key."""

    area_code: str
    date: date
    pack: str
    category: str
    channel: str
    measure: str
    n: int


def contributions(*, case_id: int, org_id: int) -> tuple[Contribution, ...]:
    """Each measure that the case adds to. Nothing where another organisation leads it by now.

    A reopening is given to whoever leads now: it is told by the step from a final stage to one that is not.
    """
    state, _kept = state_by_id(case_id=case_id)
    if state.lead_org_id != org_id:
        return ()
    channel = Case.objects.values_list("channel", flat=True).get(id=case_id)
    return tuple(
        Contribution(
            area_code=state.area_code,
            date=at.astimezone(timezone.get_default_timezone()).date(),
            pack=state.pack,
            category=state.category,
            channel=channel,
            measure=measure,
            n=n,
        )
        for measure, n, at in _measures(state)
    )


def changed_since(*, moments: Sequence[tuple[int, datetime]]) -> frozenset[int]:
    """Of cases by id, each with a moment, those that changed after it."""
    changed = dict(Case.objects.filter(id__in=[id_ for id_, _at in moments]).values_list("id", "updated_at"))
    return frozenset(id_ for id_, at in moments if id_ in changed and changed[id_] > at)


def _measures(state: CaseState) -> Iterator[tuple[str, int, datetime]]:
    for draft in tallies.of_change(before=None, after=state, now=state.opened_at):
        yield draft.measure, draft.n, draft.at
    yield from ((one.name, one.n, one.at) for one in counting.measures(state) if one.org is None)
    stages = pack_of(key=state.pack).stages
    for before, after, at in Event.objects.filter(case_id=state.id).values_list("from_stage", "to_stage", "at"):
        if before in stages and after in stages and stages[before].is_final and not stages[after].is_final:
            yield "reopened", 1, at
