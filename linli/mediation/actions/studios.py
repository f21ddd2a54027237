"""Named studios (个人调解工作室) of mediation bodies: open, rename, close."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotPossible
from linli.mediation.errors import NoSuchStudio
from linli.mediation.models import Mediator, Studio
from linli.people.access import Actor, must_govern, needs
from linli.people.actions.changes import Values, record
from linli.people.models import Organisation

RIGHT = "mediators.edit"


@transaction.atomic
def open_studio(*, org_id: int, name: str, name_en: str = "", by: Actor, now: datetime) -> int:
    """A studio of the body; answers its number. Raises NotAllowed, Invalid, NotPossible when the name is taken."""
    needs(actor=by, right=RIGHT)
    body = Organisation.objects.filter(id=org_id, is_active=True).first()
    must_govern(actor=by, area_code=(body.area_id or "") if body else "")
    if body is None or not name.strip():
        raise Invalid(_("Choose an active organisation and a name."))
    row = Studio(organisation=body, name=name.strip(), name_en=name_en.strip())
    _save(row)
    record(kind="studio.open", subject=f"studio {row.pk}", by=by, now=now, after=_state(row))
    return row.pk


@transaction.atomic
def change_studio(*, studio_id: int, name: str, name_en: str, is_active: bool, by: Actor, now: datetime) -> None:
    """Another name, closed or open again. Raises NotPossible while mediators work in one that is to close."""
    needs(actor=by, right=RIGHT)
    row = Studio.objects.select_for_update(of=["self"]).select_related("organisation").filter(id=studio_id).first()
    if row is None:
        raise NoSuchStudio
    must_govern(actor=by, area_code=row.organisation.area_id or "")
    if not name.strip():
        raise Invalid(_("A studio needs a name."), fields={"name": _("Write its name.")})
    if not is_active and Mediator.objects.filter(studio=row, is_active=True).exists():
        raise NotPossible(_("Mediators still work in this studio: change them first."))
    before = _state(row)
    row.name, row.name_en, row.is_active = name.strip(), name_en.strip(), is_active
    _save(row)
    if before != _state(row):
        record(kind="studio.change", subject=f"studio {row.pk}", by=by, now=now, before=before, after=_state(row))


def _save(row: Studio) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NotPossible(_("This organisation has a studio of that name.")) from error


def _state(row: Studio) -> Values:
    return {
        "name": row.name,
        "name_en": row.name_en,
        "organisation": row.organisation_id,
        "is_active": row.is_active,
    }
