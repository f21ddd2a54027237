"""Learns, once a day, which organisations closed which matters where: from the tallies, never from texts or people."""

from datetime import date
from typing import Any

from django.db import connection, transaction

from linli.cases.models import OwnerTally
from linli.cases.queries.closers import since
from linli.cases.rules.counting import CLOSED
from linli.places.city import current

LEAST = 5
"""Fewer closed matters in an area say nothing of whose they are there."""

# One pass over what was closed: each tally counts for its own area and for those above it.
_LEARN = """
INSERT INTO cases_ownertally (area_code, pack, category, org_id, n, learned_date)
SELECT area_code, pack, category, org_id, n, %(today)s FROM (
    SELECT *, sum(n) OVER (PARTITION BY area_code, pack, category) AS of_all FROM (
        SELECT left(t.area_code, level.width) AS area_code, pack, category, org_id, sum(n) AS n
        FROM cases_tally t JOIN unnest(%(widths)s::int[]) AS level(width) ON length(t.area_code) >= level.width
        WHERE measure = %(closed)s AND date > %(since)s AND org_id <> 0 AND category <> ''
        GROUP BY 1, 2, 3, 4 HAVING sum(n) > 0
    ) led
) known WHERE of_all >= %(least)s
"""


def learn(*, today: date) -> int:
    """Counts the year that ends on `today` anew, in one transaction; answers how many rows are kept.

    What no organisation led and what has no category is left out; so is what is in no tally.
    """
    city = current()
    widths = [level.total for level in city.levels if level.total >= len(city.root) and level.key != "grid"]
    asked: dict[str, Any] = {
        "today": today,
        "since": since(learned=today),
        "widths": widths,
        "closed": CLOSED,
        "least": LEAST,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_ownertally")
        cursor.execute(_LEARN, asked)
        return int(cursor.rowcount)


def learn_due(*, today: date) -> int:
    """The same, unless it was done today."""
    return 0 if OwnerTally.objects.filter(learned_date__gte=today).exists() else learn(today=today)
