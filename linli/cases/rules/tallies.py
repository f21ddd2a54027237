"""What a change does to the counts: what the case adds after it, less what it added before. Pure.

Because a case's share is told by the case alone (`counting.measures`), recounting the cases gives the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from linli.cases.rules import counting
from linli.cases.rules.counting import CLOSED, DAYS, RESPONDED, SUM
from linli.cases.rules.state import CaseState, TallyDraft

TOTALS: Mapping[str, str] = MappingProxyType({"took_minutes": CLOSED, "response_minutes": RESPONDED})
"""Measures that are what another one adds up, by name."""


def of_change(*, before: CaseState | None, after: CaseState) -> tuple[TallyDraft, ...]:
    """The tally drafts of one change: nothing for what stays as it was."""
    sums: dict[TallyDraft, tuple[int, int]] = {}
    for state, sign in ((before, -1), (after, 1)):
        for draft in of_case(state) if state else ():
            key = replace(draft, n=0, total=0)
            n, total = sums.get(key, (0, 0))
            sums[key] = n + sign * draft.n, total + sign * draft.total
    return tuple(replace(key, n=n, total=total) for key, (n, total) in sums.items() if n or total)


def of_case(state: CaseState) -> Iterator[TallyDraft]:
    """All that a case adds to the tallies."""
    for one in counting.measures(state):
        yield TallyDraft(
            area_code=state.area_code,
            pack=state.pack,
            category=state.category,
            org_id=(state.lead_org_id or 0) if one.org is None else one.org,
            channel=state.channel,
            measure=one.name,
            band=one.band,
            n=one.n,
            total=one.total,
            at=one.at,
        )


def kept_as(measure: str) -> tuple[str, bool]:
    """The measure under which a number is kept, and whether it is what that one adds up rather than its count."""
    if measure in TOTALS:
        return TOTALS[measure], True
    for ending in (DAYS, SUM):
        if measure.endswith(ending):
            return measure.removesuffix(ending), True
    return measure, False
