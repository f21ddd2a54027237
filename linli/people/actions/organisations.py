"""The tree of organisations: add, edit, move, deactivate."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from django.db import connection, transaction
from django.db.models import F, Max, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, NotPossible
from linli.people.access import Actor, must_govern, needs
from linli.people.actions.changes import record
from linli.people.models import Organisation, Post
from linli.people.rules import next_path
from linli.people.tables import OrganisationRow

_TREE_LOCK = 0x11A1_0001


@transaction.atomic
def add(
    *,
    code: str,
    name: str,
    by: Actor,
    now: datetime,
    name_en: str = "",
    parent_id: int | None = None,
    area_code: str = "",
    kind: str = "",
    phone: str = "",
) -> int:
    """A new organisation under its parent, or at the top. Returns its id. Raises Invalid for a code in use."""
    needs(actor=by, right="organisations.edit")
    must_govern(actor=by, area_code=area_code)
    _lock_tree()
    _refuse_bad_names(code=code, name=name)
    if Organisation.objects.filter(code=code.strip()).exists():
        raise Invalid(_("Another organisation has this code."), fields={"code": _("Choose a code not in use.")})
    row = Organisation.objects.create(
        code=code.strip(),
        path=_free_path(None if parent_id is None else _found(parent_id)),
        name=name.strip(),
        name_en=name_en.strip(),
        parent_id=parent_id,
        area_id=area_code or None,
        kind=kind.strip(),
        phone=phone.strip(),
    )
    record(kind="organisation.add", subject=row.code, by=by, now=now, after=_state(row))
    return row.pk


@transaction.atomic
def add_many(*, rows: Sequence[OrganisationRow], by: Actor, now: datetime) -> None:
    """Many new organisations at once, parents before children. A few statements for thousands of rows."""
    needs(actor=by, right="organisations.edit")
    if not rows:
        return
    _lock_tree()
    kept = {one.code: one for one in Organisation.objects.select_related("parent")}
    last: dict[str, str] = {}
    for one in kept.values():
        above = one.parent.code if one.parent else ""
        last[above] = max(last.get(above, ""), one.path)
    for row in rows:
        parent = kept.get(row.parent)
        last[row.parent] = next_path(parent=parent.path if parent else "", last=last.get(row.parent, ""))
        kept[row.code] = _fresh(row, last[row.parent])
    _insert(rows, kept)
    record(kind="organisation.import", subject="organisations", by=by, now=now, after={"added": len(rows)})


@transaction.atomic
def edit(
    *,
    org_id: int,
    name: str,
    by: Actor,
    now: datetime,
    name_en: str = "",
    area_code: str = "",
    kind: str = "",
    phone: str = "",
) -> None:
    """Renames it or corrects its area, kind or telephone; its code, path and cases stay."""
    needs(actor=by, right="organisations.edit")
    row = _governed(org_id, by)
    must_govern(actor=by, area_code=area_code)
    _refuse_bad_names(code=row.code, name=name)
    before = _state(row)
    row.name, row.name_en, row.phone = name.strip(), name_en.strip(), phone.strip()
    row.area_id, row.kind = area_code or None, kind.strip()
    row.save(update_fields=["name", "name_en", "area", "kind", "phone"])
    record(kind="organisation.edit", subject=row.code, by=by, now=now, before=before, after=_state(row))


@transaction.atomic
def move(*, org_id: int, parent_id: int | None, by: Actor, now: datetime) -> None:
    """Puts it, with all under it, under another parent. Raises NotPossible when that lies under itself."""
    needs(actor=by, right="organisations.edit")
    _lock_tree()
    row = _governed(org_id, by)
    parent = None if parent_id is None else _found(parent_id)
    if parent is not None and parent.path.startswith(row.path):
        raise NotPossible(_("An organisation cannot stand under itself. Choose another parent."))
    if row.parent_id == parent_id:
        return
    before, old = _state(row), row.path
    new = _free_path(parent)
    Organisation.objects.filter(path__startswith=old).update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    Organisation.objects.filter(id=org_id).update(parent_id=parent_id)
    record(kind="organisation.move", subject=row.code, by=by, now=now, before=before, after=_state(_found(org_id)))


@transaction.atomic
def deactivate(*, org_id: int, by: Actor, now: datetime, on_date: date) -> None:
    """Takes it out of every choice. Raises NotPossible while posts or active organisations under it remain."""
    needs(actor=by, right="organisations.edit")
    row = _governed(org_id, by)
    if Organisation.objects.filter(parent_id=org_id, is_active=True).exists():
        raise NotPossible(_("Deactivate or move the organisations under it first."))
    if Post.objects.filter(Q(ends_date__isnull=True) | Q(ends_date__gt=on_date), organisation_id=org_id).exists():
        raise NotPossible(_("People still hold posts here. End or move their posts first."))
    _switch(row, False, by, now)


@transaction.atomic
def reactivate(*, org_id: int, by: Actor, now: datetime) -> None:
    """Offers it again."""
    needs(actor=by, right="organisations.edit")
    _switch(_governed(org_id, by), True, by, now)


def _switch(row: Organisation, is_active: bool, by: Actor, now: datetime) -> None:
    before, row.is_active = _state(row), is_active
    row.save(update_fields=["is_active"])
    kind = "organisation.reactivate" if is_active else "organisation.deactivate"
    record(kind=kind, subject=row.code, by=by, now=now, before=before, after=_state(row))


def _fresh(row: OrganisationRow, path: str) -> Organisation:
    texts = {"name": row.name, "name_en": row.name_en, "kind": row.kind, "phone": row.phone}
    return Organisation(code=row.code, path=path, area_id=row.area or None, **texts)


def _insert(rows: Sequence[OrganisationRow], kept: Mapping[str, Organisation]) -> None:
    """Level by level: a child needs its parent's id."""
    by_depth = groupby(sorted(rows, key=lambda row: len(kept[row.code].path)), key=lambda row: len(kept[row.code].path))
    for _depth, level in by_depth:
        fresh = []
        for row in level:
            kept[row.code].parent = kept.get(row.parent)
            fresh.append(kept[row.code])
        Organisation.objects.bulk_create(fresh, batch_size=1000)


def _lock_tree() -> None:
    """One writer of paths at a time: two additions under one parent would choose the same path."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE_LOCK])


def _free_path(parent: Organisation | None) -> str:
    children = Organisation.objects.filter(parent=parent)
    return next_path(parent=parent.path if parent else "", last=children.aggregate(last=Max("path"))["last"] or "")


def _found(org_id: int) -> Organisation:
    row = Organisation.objects.select_for_update().filter(id=org_id).first()
    if row is None:
        raise NotFound(_("There is no such organisation."))
    return row


def _governed(org_id: int, by: Actor) -> Organisation:
    row = _found(org_id)
    must_govern(actor=by, area_code=row.area_id or "")
    return row


def _refuse_bad_names(*, code: str, name: str) -> None:
    if not code.strip():
        raise Invalid(_("An organisation needs a code."), fields={"code": _("Give a code.")})
    if not name.strip():
        raise Invalid(_("An organisation needs a name."), fields={"name": _("Give a name.")})


def _state(row: Organisation) -> dict[str, str | int | bool | None]:
    return {
        "code": row.code,
        "path": row.path,
        "name": row.name,
        "name_en": row.name_en,
        "area": row.area_id,
        "kind": row.kind,
        "phone": row.phone,
        "is_active": row.is_active,
    }
