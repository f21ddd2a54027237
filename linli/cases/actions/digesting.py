"""The daily news of a place for its subscribers: how much is new and done, and of what kind. No texts, no names."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from linli.cases.models import Subscription
from linli.cases.queries.packs import pack_of
from linli.cases.queries.public import public_counts, public_map
from linli.cases.types import MapPoint
from linli.core.calendars.queries import calendar
from linli.core.models import OnceKey
from linli.notify.models import Outgoing
from linli.places import queries as places

FROM_HOUR = 8
MOST_LINES = 20


def send_digests(*, now: datetime) -> int:
    """Writes the digests of the day into the outbox, once a day from eight in the morning. Answers how many."""
    local = now.astimezone(calendar().tz)
    if local.hour < FROM_HOUR:
        return 0
    with transaction.atomic():
        first = {"fingerprint": "", "answer": {}, "made_at": now}
        _key, is_first = OnceKey.objects.get_or_create(key=f"digests:{local.date()}", defaults=first)
        return _write(now, local.date()) if is_first else 0


def _write(now: datetime, today: date) -> int:
    subscribed = Subscription.objects.filter(area__isnull=False, confirmed_at__isnull=False)
    news: dict[str, dict[str, Any]] = {}
    messages = []
    for item in subscribed.order_by("area_id").iterator():
        area = str(item.area_id)
        if area not in news:
            news[area] = _news(area, now, today)
        if news[area]:
            messages.append(_message(item, area, news[area], now))
    Outgoing.objects.bulk_create(messages, batch_size=1000)
    return len(messages)


def _message(item: Subscription, area: str, news: dict[str, Any], now: datetime) -> Outgoing:
    return Outgoing(
        channel="email",
        template="area_digest",
        subject=area,
        contact_id=item.contact_id,
        context=news | {"subscription": str(item.id)},
        due_at=now,
    )


def _news(area: str, now: datetime, today: date) -> dict[str, Any]:
    """What a digest tells of an area; empty when nothing happened since yesterday."""
    counts = public_counts(area=area, since=today - timedelta(days=1))
    if not (counts["opened"] or counts["closed"]):
        return {}
    points = public_map(area=area, now=now, days=1, limit=MOST_LINES)
    return {
        "area": area,
        "opened": counts["opened"],
        "closed": counts["closed"],
        "lines": [_line(point) for point in points],
    }


def _line(point: MapPoint) -> dict[str, str]:
    pack = pack_of(key=point.pack)
    kind = pack.categories[point.category].title if point.category in pack.categories else pack.title
    where = places.name_of(point.area_code)
    return {key: f"{kind[key]} · {where} · {pack.stages[point.stage].public[key]}" for key in ("zh", "en")}
