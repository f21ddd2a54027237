"""The list of cases behind a promise's count: given only where list and number agree for this reader."""

from dataclasses import replace
from datetime import date

from linli.cases.types import Filters
from linli.people import access
from linli.people.access import Actor
from linli.scores.types import TargetView
from linli.web.console import lists


def address(*, one: TargetView, by: Actor, today: date) -> str:
    """Where the counted cases are listed; "" where the reader's lists do not hold all of them, or no list shows them.

    Of a rate, the list of its numerator.
    """
    if one.measured not in {"count", "rate"} or today < one.starts:
        return ""
    covers = by.role in {"desk", "leader"} and access.governs(actor=by, area_code=one.area)
    filters = _filters(one, min(today, one.due)) if covers else None
    return lists.address(filters=filters) if filters else ""


def _filters(one: TargetView, until: date) -> Filters | None:
    """The cases of a count, or of a rate's numerator."""
    org = one.owner_id if one.is_own else None
    base = Filters(pack=one.pack, area=one.area, org=org, state="all", open_to_all=True)
    if one.measure == "opened":
        return replace(base, opened_from=one.starts, opened_to=until)
    if one.measure == "closed":
        return replace(base, state="closed", closed_from=one.starts, closed_to=until)
    if one.measure == "on_time":
        return replace(base, state="closed", closed_as="on_time", closed_from=one.starts, closed_to=until)
    if one.measure == "late":
        return replace(base, state="closed", closed_as="late", closed_from=one.starts, closed_to=until)
    return replace(base, counted=one.measure, counted_from=one.starts, counted_to=until)
