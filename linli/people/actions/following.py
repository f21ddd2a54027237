"""Posts follow the map: those on an area that was split, merged or closed go to the area that took its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from linli.people.access import Actor, needs
from linli.people.actions.changes import record
from linli.people.models import Post


@dataclass(frozen=True, slots=True)
class MovedPost:
    """A post that followed; `is_ended` when its holder has the same post there already."""

    id: int
    name: str
    role: str
    area_code: str
    is_ended: bool


@transaction.atomic
def follow_areas(
    *, replaced: Mapping[str, tuple[str, ...]], by: Actor, on_date: date, now: datetime
) -> tuple[MovedPost, ...]:
    """Moves every post held on `on_date` or later from a replaced area to its first successor. Raises NotAllowed.

    `replaced` maps an old code to the new ones. Whoever held the same post in two areas that became one keeps one.
    """
    needs(actor=by, right="areas.edit")
    in_force = Q(ends_date=None) | Q(ends_date__gte=on_date)
    return tuple(
        _move(post, new[0], by, on_date, now)
        for old, new in replaced.items()
        for post in Post.objects.filter(in_force, area_id=old).select_related("account").order_by("starts_date", "id")
    )


def _move(post: Post, code: str, by: Actor, on_date: date, now: datetime) -> MovedPost:
    before = {"area": post.area_id}
    try:
        with transaction.atomic():
            Post.objects.filter(id=post.pk).update(area_id=code)
    except IntegrityError:  # held there already in these days: the database says so
        _end(post, on_date - timedelta(days=1))
        record(kind="post.end", subject=f"post {post.pk}", by=by, now=now, before=before, after=before)
        return MovedPost(id=post.pk, name=str(post.account), role=post.role, area_code=code, is_ended=True)
    record(kind="post.follow", subject=f"post {post.pk}", by=by, now=now, before=before, after={"area": code})
    return MovedPost(id=post.pk, name=str(post.account), role=post.role, area_code=code, is_ended=False)


def _end(post: Post, last_date: date) -> None:
    """A post that has not begun by then is never in force."""
    Post.objects.filter(id=post.pk).update(starts_date=min(post.starts_date, last_date), ends_date=last_date)
