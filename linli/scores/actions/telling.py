"""Messages of the promises ledger: to the posts of the owner, and to those who may confirm."""

from datetime import date, datetime, time, timedelta
from typing import Any

from linli.core.calendars.queries import calendar
from linli.notify.models import Outgoing
from linli.scores.models import Target


def tell_owner(*, row: Target, template: str, now: datetime, title: str = "", due: date | None = None) -> None:
    """Those who handle for the owner; with the title of a milestone in place of the target's, and its day."""
    _send(row, template, {"orgs": [row.owner_id]}, now, title=title, due=due)


def tell_deciders(*, row: Target, now: datetime) -> None:
    """The desk of the book's area: it sees to it that somebody confirms."""
    posts = {"role": "desk", "area": row.book.area_id}
    _send(row, "promise_reported", {"posts": posts, "not_under": [row.owner_id]}, now)


def _send(
    row: Target, template: str, audience: dict[str, Any], now: datetime, *, title: str = "", due: date | None = None
) -> None:
    what = {"zh": title or row.title, "en": title or row.title_en or row.title}
    context: dict[str, Any] = {"category": what, "area": row.area_id, "promise": row.pk}
    if due:
        context["due_at"] = datetime.combine(due + timedelta(days=1), time(), calendar().tz).isoformat()
    Outgoing.objects.create(
        channel="inapp", template=template, subject="", audience=audience, context=context, due_at=now
    )
