"""A dispute with its room, in the small city of the journeys: for tests of mediation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.types import NewCase, NewContact
from linli.mediation.actions import participants
from linli.mediation.models import Appointment, Mediator
from linli.mediation.queries.rooms import link_secret, room_by_link, room_of
from linli.mediation.types import Joining, Room
from linli.people import queries as people
from linli.people.access import PUBLIC, Actor
from linli.people.models import Account
from tests.functional.small_city import COUNTY, VILLAGE, City

TEXT = "楼上卫生间漏水，把我家天花板泡坏了，多次协商没有结果"
MEDIATOR, COLLEAGUE = "handler", "head"
"""Two of the body that leads: the first mediates."""


@dataclass(slots=True)
class Dispute:
    """A dispute that a body has taken on, asked about consent, with its room."""

    number: str
    secret: str
    city: City
    now: datetime
    mediator: str = MEDIATOR

    def actor(self, username: str) -> Actor:
        """A member of staff through their first post."""
        account = Account.objects.get(username=username)
        return people.actor(account=account, post_id=None, on_date=self.now.date())

    def room(self, username: str = "") -> Room:
        """The room as a member of staff sees it: the mediator, or another."""
        return room_of(number=self.number, by=self.actor(username or self.mediator))

    def seat(self, participant: UUID) -> Room:
        """The room as a participant sees it."""
        return room_by_link(participant=participant, secret=self.link(participant))

    def link(self, participant: UUID) -> str:
        """The secret of a participant's link."""
        found = link_secret(participant=participant)
        assert found is not None
        return found

    def take(self, action: str, username: str = "", **inputs: Any) -> None:
        """A step of the procedure, by the mediator or by another."""
        act(number=self.number, action=action, inputs=inputs, by=self.actor(username or self.mediator), now=self.now)

    def join(self, side: str, **given: Any) -> UUID:
        """Somebody takes part."""
        given = {"name": f"{side}甲", "phone": "13812340001", "email": f"{side}@example.org"} | given
        return participants.join(room=self.room(), new=Joining(side=side, **given), now=self.now)

    def both(self) -> tuple[UUID, UUID]:
        """An applicant and the other side, both of whom consent; the case is in mediation."""
        sides = self.join("applicant"), self.join("respondent")
        for one in sides:
            participants.agree(room=self.room(), participant=one, how="phone", now=self.now)
        self.take("consent", rights_told=True, openness="closed", note="")
        return sides


def open_dispute(
    *, city: City, now: datetime, category: str = "neighbour.leak", by: Actor = PUBLIC, **fields: Any
) -> Dispute:
    """A dispute put on the web by a resident, or by `by`, and taken on by a mediator of the body that leads."""
    given: Mapping[str, Any] = {"request": "修好漏水，赔偿天花板"} | fields
    new = NewCase(
        pack="dispute",
        text=TEXT,
        channel="web" if by.kind == "public" else "grid",
        category=category,
        area_code=VILLAGE,
        fields=dict(given),
        contact=NewContact(name="反映人甲", phone="13812341234", email="reporter@example.org"),
    )
    made = open_case(report=new, by=by, now=now)
    dispute = Dispute(number=made.number, secret=made.secret, city=city, now=now)
    source = given.get("source", "applied")
    dispute.take("accept", "desk", category=category, urgency="normal", grade="simple", source=source, note="")
    dispute.take("assign", "desk", lead=city.organisations["furong-cg"])
    dispute.take("take_on", no_conflict=True, note="")
    appoint(dispute=dispute, username=MEDIATOR)
    return dispute


def appoint(*, dispute: Dispute, username: str) -> Mediator:
    """Somebody of the leading body mediates."""
    mediator, _made = Mediator.objects.get_or_create(
        account_id=dispute.city.accounts[username],
        defaults={
            "organisation_id": dispute.city.organisations["furong-cg"],
            "area_id": COUNTY,
            "languages": ["zh-Hans"],
        },
    )
    Appointment.objects.create(
        case_id=dispute.room(username).case_id,
        mediator=mediator,
        chosen_by="desk",
        reason="熟悉邻里纠纷",
        appointed_at=dispute.now,
        declared_at=dispute.now,
    )
    return mediator
