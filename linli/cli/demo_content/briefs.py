"""The demo's briefs: of yesterday and of last week, as the worker would have drafted them at night."""

from datetime import datetime
from typing import get_args


def make(*, now: datetime) -> None:
    """Drafts them for every area with a desk or a leader, down to the town."""
    from django.utils import timezone

    from linli.people.access import SYSTEM
    from linli.scores.actions.briefs import draft
    from linli.scores.queries.briefs import areas_to_brief
    from linli.scores.rules.briefs import Kind, last_over

    today = timezone.localdate(now)
    for kind in get_args(Kind):
        for area in areas_to_brief(on=today):
            draft(area=area, kind=kind, on=last_over(kind=kind, today=today), by=SYSTEM, now=now)
