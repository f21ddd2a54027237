"""Importing a table of mediators: all of a file or none of it, and the same again changes nothing."""

from datetime import datetime

from django.apps import apps
from django.db import transaction

from linli.core.errors import Invalid, NotPossible
from linli.core.tables import read_table
from linli.mediation.actions import mediators, studios
from linli.mediation.models import Mediator, Studio
from linli.mediation.queries.mediators import kinds
from linli.mediation.rules.mediators import Known, MediatorRow, NewMediator, read_mediators
from linli.people.access import Actor, needs
from linli.people.actions.importing import Imported
from linli.people.models import Account, Organisation
from linli.people.tables import Fault


def import_mediators(*, content: bytes, name: str, by: Actor, now: datetime) -> Imported:
    """A CSV or Excel table with username, organisation, area, languages, and maybe studio, fields, introductions,
    most_cases. Whoever stands in the directory is corrected; a studio that does not exist is opened.

    Raises NotAllowed, Invalid without the columns, TableInvalid.
    """
    needs(actor=by, right=mediators.RIGHT)
    table = read_table(content=content, name=name)
    accounts = {row.username.casefold(): row.pk for row in Account.objects.filter(is_active=True)}
    bodies = {row.code: row for row in Organisation.objects.filter(is_active=True)}
    rows, faults = read_mediators(table=table, known=_known(accounts, bodies))
    if faults:
        return Imported(rows=len(table.rows), created=0, changed=0, faults=faults)
    counts = {"entered": 0, "changed": 0}
    refused: list[Fault] = []
    with transaction.atomic():
        for row in rows:
            try:
                if done := _taken(row, accounts[row.username.casefold()], bodies[row.organisation].pk, by, now):
                    counts[done] += 1
            except (Invalid, NotPossible) as refusal:
                refused.append(Fault(row.row, " ".join(map(str, refusal.fields.values())) or str(refusal)))
        if refused:
            transaction.set_rollback(True)
            counts = dict.fromkeys(counts, 0)
    return Imported(rows=len(table.rows), created=counts["entered"], changed=counts["changed"], faults=tuple(refused))


def _known(accounts: dict[str, int], bodies: dict[str, Organisation]) -> Known:
    areas = apps.get_model("places", "Area").objects.filter(is_active=True).values_list("code", flat=True)
    titles = {title: key for key, texts in kinds().items() for title in (key, *texts.values())}
    return Known(
        usernames=accounts.keys(),
        organisations={row.name: row.code for row in bodies.values()} | {code: code for code in bodies},
        areas=frozenset(areas),
        kinds=titles,
    )


def _taken(row: MediatorRow, account_id: int, org_id: int, by: Actor, now: datetime) -> str:
    """`entered`, `changed`, or nothing where the directory said so already."""
    new = NewMediator(
        account_id=account_id,
        org_id=org_id,
        area_code=row.area,
        studio_id=_studio(row.studio, org_id, by, now) if row.studio else None,
        fields=row.fields,
        languages=row.languages,
        introduction=row.introduction,
        introduction_en=row.introduction_en,
        most_cases=row.most_cases,
    )
    kept = Mediator.objects.filter(account_id=account_id).values_list("id", flat=True).first()
    if kept is None:
        mediators.enter(new=new, by=by, now=now)
        return "entered"
    return "changed" if mediators.change(mediator_id=kept, new=new, by=by, now=now) else ""


def _studio(name: str, org_id: int, by: Actor, now: datetime) -> int:
    found = Studio.objects.filter(organisation_id=org_id, name=name).values_list("id", flat=True).first()
    return found or studios.open_studio(org_id=org_id, name=name, by=by, now=now)
