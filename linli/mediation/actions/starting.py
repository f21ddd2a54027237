"""A mediator starts on their own (People's Mediation Law, Art. 17): a dispute that they found and take on at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.types import NewCase, Opened
from linli.core.errors import Invalid, NotAllowed
from linli.mediation.models import Appointment, Mediator
from linli.people.access import SYSTEM, Actor
from linli.people.models import Organisation

PACK = "dispute"


@dataclass(frozen=True, slots=True)
class Found:
    """What the mediator found: no names and no telephones, those are entered in the room."""

    text: str
    request: str
    category: str
    area_code: str
    address: str = ""


@transaction.atomic
def start(*, found: Found, by: Actor, now: datetime) -> Opened:
    """Opens the dispute, taken in, given to the mediator's own body, and taken on by them: one transaction.

    Raises NotAllowed for who is not in the directory of mediators, Invalid for a place outside their area.
    """
    mediator = _mediator(by)
    if not found.area_code.startswith(_area(mediator)):
        raise Invalid(
            _("This place lies outside the area of your body."),
            fields={"area": _("Choose a place in your own area, or tell the centre there.")},
        )
    opened = open_case(report=_report(found), by=by, now=now)
    accepted = {"category": found.category, "urgency": "normal", "grade": "simple", "source": "found"}
    _step(opened, "accept", accepted, SYSTEM, now)
    _step(opened, "assign", {"lead": mediator.organisation_id}, SYSTEM, now)
    _step(opened, "take_on", {"no_conflict": True}, by, now)
    Appointment.objects.create(
        case_id=opened.case_id,
        mediator=mediator,
        chosen_by=Appointment.Chooser.MEDIATOR,
        reason=str(_("The mediator found the dispute and took it on.")),
        appointed_at=now,
        declared_at=now,
    )
    return opened


def _mediator(by: Actor) -> Mediator:
    found = (
        Mediator.objects.filter(account_id=by.account_id or 0, is_active=True).select_related("organisation").first()
    )
    if found is None or by.role != "handler" or by.org_id != found.organisation_id:
        raise NotAllowed(_("Only a mediator of the directory may start one, at the post in their own mediation body."))
    return found


def _area(mediator: Mediator) -> str:
    return Organisation.objects.values_list("area_id", flat=True).get(id=mediator.organisation_id) or mediator.area_id


def _report(found: Found) -> NewCase:
    return NewCase(
        pack=PACK,
        text=found.text,
        channel="desk",
        category=found.category,
        area_code=found.area_code,
        address=found.address,
        fields={"request": found.request, "source": "found"},
    )


def _step(opened: Opened, action: str, inputs: Mapping[str, Any], by: Actor, now: datetime) -> None:
    act(number=opened.number, action=action, inputs=inputs, by=by, now=now)
