"""A token is in force for as long as its post is, by the days of the city."""

from datetime import UTC, date, datetime

import pytest

from linli.people import tokens
from linli.people.access import Actor
from linli.people.models import Post


@pytest.mark.parametrize(
    ("moment", "is_in_force"),
    [
        (datetime(2026, 3, 2, 15, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 2, 16, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 3, 15, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 3, 16, 0, tzinfo=UTC), False),
    ],
)
def test_a_post_begins_and_ends_at_the_citys_midnight(
    admin: Actor, now: datetime, moment: datetime, is_in_force: bool
) -> None:
    day = date(2026, 3, 3)
    assert admin.post_id is not None
    Post.objects.filter(id=admin.post_id).update(starts_date=day, ends_date=day)
    issued = tokens.issue(name="热线平台", post_id=admin.post_id, now=now)

    found = tokens.actor_of(digest=tokens.digest_of(secret=issued.secret), now=moment)

    assert (found is not None) == is_in_force
