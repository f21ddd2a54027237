"""What single cases add to the tallies of the organisation that leads them, as recounting them would find it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from linli.cases.models import Case
from linli.cases.queries.loading import state_by_id
from linli.cases.rules import tallies
from linli.cases.rules.state import TallyDraft


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
    """Each measure that the case adds to. Nothing where another organisation leads it by now."""
    state, _kept = state_by_id(case_id=case_id)
    if state.lead_org_id != org_id:
        return ()
    return tuple(
        Contribution(
            area_code=state.area_code,
            date=draft.at.astimezone(timezone.get_default_timezone()).date(),
            pack=state.pack,
            category=state.category,
            channel=state.channel,
            measure=measure,
            n=n,
        )
        for draft in tallies.of_case(state)
        if draft.org_id == org_id
        for measure, n in _named(draft)
        if n
    )


def changed_since(*, moments: Sequence[tuple[int, datetime]]) -> frozenset[int]:
    """Of cases by id, each with a moment, those that changed after it."""
    changed = dict(Case.objects.filter(id__in=[id_ for id_, _at in moments]).values_list("id", "updated_at"))
    return frozenset(id_ for id_, at in moments if id_ in changed and changed[id_] > at)


def _named(draft: TallyDraft) -> Iterator[tuple[str, int]]:
    """What a draft adds, by the names that formulas use."""
    yield draft.measure, draft.n
    yield from ((name, draft.total) for name, of in tallies.TOTALS.items() if of == draft.measure)
