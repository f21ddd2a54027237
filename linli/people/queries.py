"""Reads: which posts an account holds, as whom it acts, who is to be told, and the tree of organisations."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from linli.core.errors import NotAllowed, NotFound
from linli.people.access import Actor
from linli.people.models import Account, Organisation, Post


@dataclass(frozen=True, slots=True)
class PostView:
    """A post that an account may act through. `stands_in_for` names its holder on leave, else empty.

    `bodies` are the paths of the organisations of every post that the account holds or stands in for, this one's too.
    """

    id: int
    role: str
    area_code: str
    area_name: str
    area_name_en: str
    org_id: int
    org_name: str
    org_name_en: str
    org_path: str
    stands_in_for: str
    until_date: date | None
    bodies: tuple[str, ...] = ()


# `PostView` in its order, and whether its holder is away while somebody stands in. Every page asks it, so it is written
# out: to build it from the models costs as much as the rest of signing in.
_POSTS_OF = """
SELECT post.id, post.role, post.area_id, area.name, area.name_en, body.id, body.name, body.name_en, body.path,
       CASE WHEN is_own THEN '' ELSE coalesce(nullif(holder.name, ''), holder.username) END,
       CASE WHEN is_own THEN post.ends_date ELSE post.leave_until_date END,
       is_own AND is_stood_in
FROM people_post post
CROSS JOIN LATERAL (
    SELECT post.account_id = %(account)s,
           post.stand_in_id IS NOT NULL AND %(day)s BETWEEN post.leave_from_date AND post.leave_until_date
) AS told (is_own, is_stood_in)
JOIN places_area area ON area.code = post.area_id
JOIN people_organisation body ON body.id = post.organisation_id
JOIN people_account holder ON holder.id = post.account_id
WHERE (is_own OR post.stand_in_id = %(account)s AND is_stood_in)
  AND post.starts_date <= %(day)s AND coalesce(post.ends_date, 'infinity') >= %(day)s
ORDER BY post.id
"""


# What every case page offers to dispatch to.
_BODIES_IN = """
SELECT id, name, name_en, area_id FROM people_organisation WHERE is_active AND area_id = ANY(%s)
ORDER BY length(area_id) DESC, path
"""


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation and where it stands in the tree."""

    id: int
    code: str
    path: str
    name: str
    name_en: str
    area_code: str
    kind: str
    phone: str
    parent_id: int | None
    depth: int
    is_active: bool


def posts_of(*, account: Account, on_date: date) -> tuple[PostView, ...]:
    """The posts that the account acts through on the day, its own first, then those it stands in for. One statement.

    Whoever is on leave does not act through a post that somebody stands in for, but belongs to its organisation still.
    """
    with connection.cursor() as cursor:
        cursor.execute(_POSTS_OF, {"account": account.pk, "day": on_date})
        rows = cursor.fetchall()
    bodies = tuple(sorted({row[8] for row in rows}))
    views = (replace(PostView(*row[:-1]), bodies=bodies) for row in rows if not row[-1])
    return tuple(sorted(views, key=lambda view: bool(view.stands_in_for)))


def bodies_in(*, codes: Collection[str]) -> list[tuple[int, str, str, str]]:
    """Id, name, English name and area of the active organisations of these areas, the deepest area's first."""
    with connection.cursor() as cursor:
        cursor.execute(_BODIES_IN, [list(codes)])
        found: list[tuple[int, str, str, str]] = cursor.fetchall()
    return found


def bodies_of(*, account: Account, on_date: date) -> tuple[str, ...]:
    """The paths of the organisations of every post that the account holds or stands in for. One statement."""
    paths = _held_by(account, on_date).values_list("organisation__path", flat=True)
    return tuple(sorted(set(paths)))


def actor(*, account: Account, post_id: int | None, on_date: date) -> Actor:
    """As whom the account acts through the post (without one: through its first). One statement.

    Raises NotAllowed when the account is not active or does not hold the post on the day.
    """
    posts = posts_of(account=account, on_date=on_date) if account.is_active else ()
    for post in posts:
        if post_id is None or post.id == post_id:
            return actor_at(account=account, post=post)
    raise NotAllowed(_("You hold no such post today. Ask your administrator which posts are yours."))


def actor_at(*, account: Account, post: PostView) -> Actor:
    """As whom the account acts through one of its `posts_of`."""
    return Actor(
        kind="staff",
        account_id=account.pk,
        post_id=post.id,
        role=post.role,
        area_code=post.area_code,
        org_id=post.org_id,
        org_path=post.org_path,
        language=account.language,
        bodies=post.bodies,
    )


def accounts_at(*, role: str, area_code: str, on_date: date) -> tuple[int, ...]:
    """The accounts that hold the role at exactly this area on the day; stand-ins in place of those on leave."""
    return _holders(_posts_in_force(on_date).filter(role=role, area_id=area_code), on_date)


def areas_with(*, roles: Collection[str], on_date: date) -> tuple[str, ...]:
    """The areas where somebody holds one of the roles on the day, by code. One statement."""
    return tuple(
        _posts_in_force(on_date).filter(role__in=roles).order_by("area").values_list("area", flat=True).distinct()
    )


def accounts_of(*, org_id: int, on_date: date) -> tuple[int, ...]:
    """The accounts that handle for the organisation on the day."""
    return _holders(_posts_in_force(on_date).filter(role="handler", organisation_id=org_id), on_date)


def accounts_under(*, org_ids: Collection[int], on_date: date) -> frozenset[int]:
    """The accounts that hold a post on the day in one of the organisations or under it, or stand in for one there."""
    if not org_ids:
        return frozenset()
    under = Q()
    for path in Organisation.objects.filter(id__in=org_ids).values_list("path", flat=True):
        under |= Q(organisation__path__startswith=path)
    posts = _posts_in_force(on_date).filter(under) if under else Post.objects.none()
    standing_in = posts.filter(_stood_in(on_date)).values_list("stand_in_id", flat=True)
    return frozenset({*posts.values_list("account_id", flat=True), *map(int, filter(None, standing_in))})


def organisation(*, org_id: int) -> OrganisationView:
    """One organisation. Raises NotFound."""
    row = Organisation.objects.filter(id=org_id).first()
    if row is None:
        raise NotFound(_("There is no such organisation."))
    return view_of(row)


def organisations(*, under: str = "", only_active: bool = True) -> tuple[OrganisationView, ...]:
    """The tree, or the part under a path (itself included), parents before children."""
    rows = Organisation.objects.filter(path__startswith=under)
    return tuple(view_of(row) for row in (rows.filter(is_active=True) if only_active else rows).order_by("path"))


def _held_by(account: Account, on_date: date) -> QuerySet[Post]:
    """The account's own posts, and those it stands in for on the day."""
    return _posts_in_force(on_date).filter(Q(account=account) | (Q(stand_in=account) & _stood_in(on_date)))


def _stood_in(on_date: date) -> Q:
    return Q(stand_in__isnull=False, leave_from_date__lte=on_date, leave_until_date__gte=on_date)


def _posts_in_force(on_date: date) -> QuerySet[Post]:
    in_force = Q(starts_date__lte=on_date) & (Q(ends_date__isnull=True) | Q(ends_date__gte=on_date))
    return Post.objects.filter(in_force).select_related("area", "organisation", "account")


def _holders(posts: QuerySet[Post], on_date: date) -> tuple[int, ...]:
    holder = Case(When(_stood_in(on_date), then=F("stand_in_id")), default=F("account_id"))
    active = Account.objects.filter(is_active=True).values("id")
    rows = posts.annotate(holder=holder).filter(holder__in=active).order_by("holder")
    return tuple(dict.fromkeys(rows.values_list("holder", flat=True)))


def view_of(row: Organisation) -> OrganisationView:
    """A row of the tree as it leaves this room."""
    return OrganisationView(
        id=row.pk,
        code=row.code,
        path=row.path,
        name=row.name,
        name_en=row.name_en,
        area_code=row.area_id or "",
        kind=row.kind,
        phone=row.phone,
        parent_id=row.parent_id,
        depth=len(row.path) // 4,
        is_active=row.is_active,
    )
