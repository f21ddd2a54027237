"""Every change of the map ends here: the version rises and the change is written down, in the same transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection

from linli.places.models import AreaChange
from linli.places.queries.snapshot import forget

# Never twice the same number, even after a rolled-back transaction: the clock in microseconds, or one more than before.
_RAISE = """
INSERT INTO places_mapversion (id, version) VALUES (1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
ON CONFLICT (id) DO UPDATE SET version = greatest(places_mapversion.version + 1, excluded.version)
RETURNING version
"""


def record_change(
    *,
    what: str,
    areas: Sequence[str],
    by: int | None,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> int:
    """Raise the map's version and keep who (`by`: account id), when and what. Call inside the change's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE)
        version = int(cursor.fetchone()[0])
    AreaChange.objects.create(
        at=now, by_id=by, what=what, areas=list(areas), before=before or {}, after=after or {}, version=version
    )
    forget()
    return version
