"""Who mediates a case, who might, who cannot and why, and whom the parties wish."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from linli.cases.models import Case, Event, Link
from linli.core.errors import LinliError
from linli.mediation.models import Appointment, Entry, Participant, Wish
from linli.mediation.queries import mediators
from linli.mediation.queries.mediators import MediatorView
from linli.mediation.rules import choosing
from linli.mediation.rules.choosing import Candidate, Conflict, Matter, Ranked
from linli.mediation.types import Room
from linli.people import contacts
from linli.people.models import Organisation, Post

SIDES = ("applicant", "respondent")
"""The sides whose wishes decide; a third party may wish as well."""
ASKED = "asked_for_another"
REACH = 4
"""The length of a city's code: whoever is entered there may be proposed to cases in all of it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A mediator with the reasons for their place in the list."""

    mediator: MediatorView
    ranked: Ranked


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """Who mediates: `is_declared` once they have said that they have no conflict."""

    id: int
    mediator: MediatorView
    is_lead: bool
    chosen_by: str
    reason: str
    appointed_at: datetime
    is_declared: bool


def choices(*, room: Room, on_date: date) -> tuple[Choice, ...]:
    """Everybody who might mediate the case, in order. Where a body leads it, that body's own; else the city's."""
    found = [one for one in mediators.directory(on_date=on_date, area=room.area_code[:REACH]) if _is_near(room, one)]
    return _ranked(room, found)


def choice(*, room: Room, mediator_id: int, on_date: date) -> Choice:
    """One, as the list would have them, wherever they are. Raises NoSuchMediator."""
    return _ranked(room, [mediators.mediator(mediator_id=mediator_id, on_date=on_date)])[0]


def appointments(*, case_id: int, on_date: date) -> tuple[AppointmentView, ...]:
    """Who mediates now, whoever leads first."""
    rows = list(Appointment.objects.filter(case_id=case_id, ended_at=None).order_by("-is_lead", "id"))
    known = mediators.chosen(mediator_ids={row.mediator_id for row in rows}, on_date=on_date)
    return tuple(
        AppointmentView(
            id=row.pk,
            mediator=known[row.mediator_id],
            is_lead=row.is_lead,
            chosen_by=row.chosen_by,
            reason=row.reason,
            appointed_at=row.appointed_at,
            is_declared=row.declared_at is not None,
        )
        for row in rows
    )


def wishes_of(*, participant: UUID) -> tuple[int, ...]:
    """The mediators that a participant wishes, first wish first."""
    return tuple(Wish.objects.filter(participant=participant).order_by("rank").values_list("mediator_id", flat=True))


def wished(*, room: Room) -> Mapping[str, tuple[tuple[int, ...], ...]]:
    """What each side wishes: one list for each participant who stays and wished somebody."""
    rows = Wish.objects.filter(participant__case_id=room.case_id, participant__left_at=None)
    lists: dict[tuple[str, object], list[int]] = defaultdict(list)
    for side, participant, one in rows.order_by("participant_id", "rank").values_list(
        "participant__side", "participant_id", "mediator_id"
    ):
        lists[side, participant].append(one)
    sides = [side for side in ("applicant", "respondent", "third") if side in SIDES or any(k[0] == side for k in lists)]
    return {side: tuple(tuple(ids) for (of, _who), ids in lists.items() if of == side) for side in sides}


def chosen_by_parties(*, room: Room) -> int | None:
    """The mediator whom all sides wish."""
    return choosing.wished_by_all(wishes=wished(room=room))


def asks_for_another(*, room: Room, since: datetime) -> tuple[tuple[str, str], ...]:
    """Each side that has asked for another mediator since the present one was appointed, with its reason's key."""
    rows = Entry.objects.filter(case_id=room.case_id, kind=ASKED, at__gte=since).order_by("id")
    return tuple((row.side, str(row.body.get("why", ""))) for row in rows)


def _is_near(room: Room, one: MediatorView) -> bool:
    return room.lead_org_id is None or one.org_id == room.lead_org_id


def _ranked(room: Room, found: Collection[MediatorView]) -> tuple[Choice, ...]:
    conflicts = _conflicts(room, found)
    spoken = frozenset(one.language.casefold() for one in room.participants if one.language and not one.left_at)
    matter = Matter(kind=room.category.partition(".")[0], area_code=room.area_code, languages=spoken)
    known = {one.id: one for one in found}
    candidates = [
        Candidate(
            id=one.id,
            fields=one.fields,
            languages=one.languages,
            area_code=one.area_code,
            load=one.load,
            most_cases=one.most_cases,
            away_until=one.away_until,
            conflicts=frozenset(conflicts.get(one.id, ())),
        )
        for one in found
    ]
    return tuple(Choice(known[one.id], one) for one in choosing.ranked(candidates=candidates, matter=matter))


def _conflicts(room: Room, found: Collection[MediatorView]) -> Mapping[int, set[Conflict]]:
    """Why each of them cannot mediate, from the case, its links and its room alone. Seven statements at most."""
    by_account = {one.account_id: one.id for one in found}
    numbers: dict[int, set[Conflict]] = defaultdict(set)

    def add(accounts: Iterable[int | None], why: Conflict) -> None:
        for account in accounts:
            if account in by_account:
                numbers[by_account[account]].add(why)

    linked = _linked(room)
    add([room.facts.reporter_account_id], "reporter")
    add(_acted(linked, by_account), "handled")
    mediated = Appointment.objects.filter(case_id__in=linked).values_list("mediator__account_id", flat=True)
    add(mediated if linked else (), "mediated")
    add(_stepped_aside(room), "stepped_aside")
    add(_of_parties(room, by_account), "party")
    return numbers


def _linked(room: Room) -> list[int]:
    """The cases beside this one: what it came out of and what came out of it. Not those that were merged with it."""
    rows = Link.objects.filter(Q(from_case_id=room.case_id) | Q(to_case_id=room.case_id)).exclude(kind="duplicate")
    ends = {end for row in rows.values_list("from_case_id", "to_case_id") for end in row}
    return sorted(ends - {room.case_id})


def _acted(linked: Collection[int], accounts: Collection[int]) -> Iterable[int | None]:
    if not linked:
        return ()
    events = Event.objects.filter(case_id__in=linked, account_id__in=accounts).values_list("account_id", flat=True)
    reported = Case.objects.filter(id__in=linked, reporter_account_id__in=accounts)
    return {*events, *reported.values_list("reporter_account_id", flat=True)}


def _stepped_aside(room: Room) -> Iterable[int]:
    ended = Appointment.objects.filter(case_id=room.case_id, ended_as__in=["recused", "replaced"])
    return ended.values_list("mediator__account_id", flat=True)


def _of_parties(room: Room, accounts: Collection[int]) -> set[int]:
    """Those with a post in a body that the case is hidden from, or in an organisation that is a party, or under it."""
    names = _names_of_parties(room)
    paths = {*room.facts.hidden_paths}
    if names:
        paths |= set(Organisation.objects.filter(name__in=names).values_list("path", flat=True))
    if not paths:
        return set()
    posts = Post.objects.filter(account_id__in=accounts).values_list("account_id", "organisation__path")
    return {account for account, path in posts if any(path.startswith(one) for one in paths)}


def _names_of_parties(room: Room) -> set[str]:
    """What organisations that are parties are called: opened for this comparison alone, shown and kept nowhere."""
    bodies = [one.id for one in room.parties() if one.is_organisation and one.has_contact]
    if not bodies:
        return set()
    found = set()
    for contact_id in Participant.objects.filter(id__in=bodies).values_list("contact_id", flat=True):
        try:
            found.add(contacts.open_contact(contact_id=contact_id, purpose="conflict").name.strip())
        except LinliError:
            continue  # erased meanwhile: there is nothing to compare
    return found - {""}
