"""Importing tables of organisations and posts: all of a file or none of it, and the same again changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.db import transaction

from linli.core.tables import read_table
from linli.people.access import Actor, needs
from linli.people.actions import accounts, organisations, posts
from linli.people.actions.accounts import OneTime
from linli.people.models import Account, Organisation, Post
from linli.people.tables import Fault, OrganisationRow, PostRow, read_organisations, read_posts


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. With faults nothing was changed. `passwords`: one for each account made, shown once."""

    rows: int
    created: int
    changed: int
    faults: tuple[Fault, ...]
    passwords: tuple[OneTime, ...] = ()


@transaction.atomic
def import_organisations(*, content: bytes, name: str, by: Actor, now: datetime) -> Imported:
    """A CSV or Excel table with code, name, and maybe name_en, parent (a code), area (a code), kind, phone.

    An organisation whose code is known is corrected. Raises NotAllowed, Invalid without the columns, TableInvalid.
    """
    needs(actor=by, right="organisations.edit")
    table = read_table(content=content, name=name)
    known = {row.code: row for row in Organisation.objects.all()}
    rows, faults = read_organisations(table=table, areas=_areas(), codes=known)
    if faults:
        return Imported(rows=len(table.rows), created=0, changed=0, faults=faults)
    fresh = [row for row in rows if row.code not in known]
    changed = [row for row in rows if row.code in known and _differs(row, known[row.code])]
    organisations.add_many(rows=fresh, by=by, now=now)
    for row in changed:
        _correct(row, known[row.code], by, now)
    return Imported(rows=len(table.rows), created=len(fresh), changed=len(changed), faults=())


@transaction.atomic
def import_posts(*, content: bytes, name: str, by: Actor, now: datetime, today: date) -> Imported:
    """A CSV or Excel table with username, name, role, area, organisation, and maybe starts, ends, language.

    Makes accounts that do not exist, each with a one-time password, and grants posts not held yet.
    Raises NotAllowed, Invalid without the columns, TableInvalid.
    """
    needs(actor=by, right="posts.edit")
    table = read_table(content=content, name=name)
    bodies = {row.code: row for row in Organisation.objects.filter(is_active=True)}
    codes = {row.name: row.code for row in bodies.values()} | {code: code for code in bodies}
    rows, faults = read_posts(table=table, areas=_areas(), organisations=codes, today=today)
    if faults:
        return Imported(rows=len(table.rows), created=0, changed=0, faults=faults)
    ids, passwords = _accounts_for(rows, by, now)
    created = sum(_granted(row, ids[row.username.casefold()], bodies[row.organisation].pk, by, now) for row in rows)
    return Imported(rows=len(table.rows), created=created, changed=0, faults=(), passwords=tuple(passwords))


def _areas() -> frozenset[str]:
    return frozenset(apps.get_model("places", "Area").objects.filter(is_active=True).values_list("code", flat=True))


def _differs(row: OrganisationRow, kept: Organisation) -> bool:
    parent = kept.parent.code if kept.parent else ""
    mine = (row.name, row.name_en, row.parent, row.area, row.kind, row.phone)
    return mine != (kept.name, kept.name_en, parent, kept.area_id or "", kept.kind, kept.phone)


def _correct(row: OrganisationRow, kept: Organisation, by: Actor, now: datetime) -> None:
    organisations.edit(
        org_id=kept.pk,
        name=row.name,
        name_en=row.name_en,
        area_code=row.area,
        kind=row.kind,
        phone=row.phone,
        by=by,
        now=now,
    )
    parent = Organisation.objects.get(code=row.parent) if row.parent else None
    organisations.move(org_id=kept.pk, parent_id=parent.pk if parent else None, by=by, now=now)


def _accounts_for(rows: Sequence[PostRow], by: Actor, now: datetime) -> tuple[dict[str, int], list[OneTime]]:
    """The account of each username (without regard to case), made where there is none."""
    ids = {row.username.casefold(): row.pk for row in Account.objects.only("id", "username")}
    passwords = []
    for row in rows:
        if row.username.casefold() not in ids:
            made = accounts.create(username=row.username, name=row.name, language=row.language, by=by, now=now)
            ids[row.username.casefold()] = made.account_id
            passwords.append(made)
    return ids, passwords


def _granted(row: PostRow, account_id: int, org_id: int, by: Actor, now: datetime) -> bool:
    """Whether the post was granted: the same post with the same end is left alone."""
    same = Post.objects.filter(account_id=account_id, role=row.role, area_id=row.area, organisation_id=org_id)
    if same.filter(ends_date=row.ends_date).exists():
        return False
    posts.grant(
        account_id=account_id,
        role=row.role,
        area_code=row.area,
        org_id=org_id,
        starts_date=row.starts_date,
        ends_date=row.ends_date,
        by=by,
        now=now,
    )
    return True
