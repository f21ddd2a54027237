"""What a change does to the counts: stocks move between keys, flows are added. Recounting the cases gives the same."""

from dataclasses import replace
from datetime import datetime

from linli.cases.rules import counting
from linli.cases.rules.state import CaseState, TallyDraft


def of_change(*, before: CaseState | None, after: CaseState, now: datetime) -> tuple[TallyDraft, ...]:
    """The tally drafts of one change.

    Measures: `opened` (by opening date, no organisation), `open` (stock), `closed` (by closing date), `on_time` and
    `late` (closed cases against the promise), `reopened`, and what the pack counts, by the date of the step.
    """
    drafts: list[TallyDraft] = []
    if before is None:
        drafts.append(_draft(after, "opened", 1, after.opened_at))
        return tuple(drafts + (_closings(after, 1) if after.closed_at else [_draft(after, "open", 1, now)]))
    if _key(before) != _key(after) or before.opened_at != after.opened_at:
        drafts += [_draft(before, "opened", -1, before.opened_at), _draft(after, "opened", 1, after.opened_at)]
    if _counting(before) != _counting(after):
        drafts += [*_counted(before, -1), *_counted(after, 1)]
    drafts += _stock(before, after, now)
    drafts += _closings(before, -1) + _closings(after, 1) if _closing_changed(before, after) else []
    if before.closed_at is not None and after.closed_at is None:
        drafts.append(_draft(after, "reopened", 1, now))
    return tuple(_netted(drafts))


def _key(state: CaseState) -> tuple[str, str, str, int]:
    return state.area_code, state.pack, state.category, state.lead_org_id or 0


def _draft(state: CaseState, measure: str, n: int, at: datetime) -> TallyDraft:
    area, pack, category, org = _key(state)
    return TallyDraft(area_code=area, pack=pack, category=category, org_id=org, measure=measure, n=n, at=at)


def _counted(state: CaseState, sign: int) -> list[TallyDraft]:
    drafts = ((_draft(state, one.name, sign * one.n, one.at), one.org) for one in counting.measures(state))
    return [draft if org is None else replace(draft, org_id=org) for draft, org in drafts]


def _counting(state: CaseState) -> tuple[object, ...]:
    """What decides what the case adds to the tallies of what its pack counts."""
    return _key(state), state.counts, bool(state.hidden), state.confidentiality


def _stock(before: CaseState | None, after: CaseState, now: datetime) -> list[TallyDraft]:
    was_open = before is not None and before.closed_at is None
    is_open = after.closed_at is None
    drafts = []
    if before is not None and was_open and (not is_open or _key(before) != _key(after)):
        drafts.append(_draft(before, "open", -1, now))
    if is_open and (before is None or not was_open or _key(before) != _key(after)):
        drafts.append(_draft(after, "open", 1, now))
    return drafts


def _closing_changed(before: CaseState | None, after: CaseState) -> bool:
    if before is None:
        return after.closed_at is not None
    return before.closed_at != after.closed_at or (after.closed_at is not None and _key(before) != _key(after))


def _closings(state: CaseState | None, n: int) -> list[TallyDraft]:
    if state is None or state.closed_at is None:
        return []
    drafts = [_draft(state, "closed", n, state.closed_at)]
    if state.promised_at is not None:
        in_time = state.closed_at <= state.promised_at
        drafts.append(_draft(state, "on_time" if in_time else "late", n, state.closed_at))
    return drafts


def _netted(drafts: list[TallyDraft]) -> list[TallyDraft]:
    """The drafts with those that cancel out removed (same key and date)."""
    sums: dict[TallyDraft, int] = {}
    for draft in drafts:
        key = TallyDraft(draft.area_code, draft.pack, draft.category, draft.org_id, draft.measure, 0, draft.at)
        sums[key] = sums.get(key, 0) + draft.n
    return [
        TallyDraft(key.area_code, key.pack, key.category, key.org_id, key.measure, n, key.at)
        for key, n in sums.items()
        if n
    ]
