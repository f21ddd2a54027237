"""From whom a case is hidden: found out when it is opened, kept when it changes, and what they were told taken back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.utils.timezone import localdate

from linli.cases.errors import BadInput
from linli.cases.models import Hiding
from linli.cases.queries import hiding as queries
from linli.cases.rules import hiding
from linli.cases.rules.opening import Setting
from linli.cases.rules.state import CaseState
from linli.cases.types import NewCase
from linli.notify import actions as notify
from linli.people.queries import organisation
from linli.process.definition import Pack

PLACE = "place"
"""Where a fault is told that no field of the report brought about."""


def kept_from(*, report: NewCase, pack: Pack, setting: Setting, on_date: date) -> Setting:
    """The setting of a report that names organisations, or comes out of a case that does: its desk stands outside them.

    Raises BadInput for an organisation that is none, and where no desk stands outside.
    """
    named = dict.fromkeys(report.hidden_from, PLACE) | hiding.named(fields=pack.fields, values=report.fields)
    if not named:
        return setting
    chosen = queries.paths_of(org_ids=set(named) - set(report.hidden_from), only_active=True)
    hidden = {**queries.paths_of(org_ids=report.hidden_from), **chosen}
    _refuse(named, set(named) - set(hidden), queries.NOT_ACTIVE)
    desk = queries.desks_outside(codes=(setting.desk_area,), org_ids=named, on_date=on_date)[setting.desk_area]
    _refuse(named, set() if desk else set(named), queries.NOBODY)
    return replace(setting, hidden=hidden, desk_area=desk, suggested_org_id=_suggested(setting, hidden))


def keep(*, before: CaseState, after: CaseState, now: datetime) -> None:
    """Brings the rows of the case in line with its state, in the caller's transaction; nothing where none changed."""
    if after.hidden == before.hidden:
        return
    gone, fresh = before.hidden.keys() - after.hidden.keys(), after.hidden.keys() - before.hidden.keys()
    Hiding.objects.filter(case_id=after.id, organisation_id__in=gone).delete()
    Hiding.objects.bulk_create(
        (Hiding(case_id=after.id, organisation_id=org) for org in sorted(fresh)), ignore_conflicts=True
    )
    notify.keep_from(subject=after.number, org_ids=sorted(after.hidden), on_date=localdate(now))


def _refuse(named: Mapping[int, str], faulty: set[int], words: object) -> None:
    faults: dict[str, object] = {named[org]: words for org in faulty}
    if faults:
        raise BadInput(faults)


def _suggested(setting: Setting, hidden: Mapping[int, str]) -> int | None:
    """The likely owner, unless the matter is about it."""
    owner = setting.suggested_org_id
    if owner is None or hiding.covers(hidden=hidden, path=organisation(org_id=owner).path):
        return None
    return owner
