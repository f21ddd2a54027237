"""Neither side of a dispute meets what belongs to the other, and nobody outside meets anything of the room.

Every address that the resolver knows is opened, and every verb of the room is sent, as each party, as the desk, the
mediators' body and as staff with no seat; every mail, document, event, entry and answer of the API is read. What is
looked for stands nowhere else, and the mediator, who may see it, does meet it.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from linli.cases.actions.attaching import kept_at
from linli.cases.models import Attachment, Case, Event
from linli.core.errors import LinliError
from linli.mediation.actions import drafting, evidence, mandates, notes, offers, participants, sessions, signing
from linli.mediation.models import Entry, Evidence, Participant, Session
from linli.mediation.queries.secrets import secret_of
from linli.mediation.rules.listing import NewEvidence
from linli.mediation.rules.meeting import Proposal
from linli.mediation.rules.offering import Terms
from linli.notify.actions import deliver
from linli.notify.models import Notice, Outgoing
from linli.people import tokens
from linli.people.models import Account
from linli.places import queries as places
from linli.web.console.room.page import SECTIONS as STAFF_SECTIONS
from linli.web.public.room.page import SECTIONS
from tests.addresses import NOBODYS, names, path_of
from tests.agreeing import DRAWN, fixed
from tests.answers import asked, text_of
from tests.functional import small_city
from tests.functional.small_city import TOWN
from tests.mediating import Dispute, open_dispute

SIDES = ("applicant", "respondent")
CONTACT: Mapping[str, tuple[str, ...]] = {
    "applicant": ("13911110001", "qzvka@example.org"),
    "respondent": ("13922220002", "qzvkb@example.org"),
}
"""How to reach each side: never shown, not even to itself but masked."""
NAMES: Mapping[str, str] = {"applicant": "甲方QZVKNA", "respondent": "乙方QZVKNB"}
"""They stand in agreements alone."""
PRIVATE: Mapping[str, tuple[str, ...]] = {
    "applicant": ("QZVKEA", "QZVKDA", "QZVKCA", "QZVKVA", "QZVKIA"),
    "respondent": ("QZVKEB", "QZVKDB", "QZVKCB", "QZVKVB", "QZVKIB"),
}
"""Unshared evidence, a draft offer, a change that was asked for, the place of a talk apart, a proof of identity."""
MANDATES: Mapping[str, str] = {"applicant": "QZVKMA.pdf", "respondent": "QZVKMB.pdf"}
"""Names of the files: their own side takes them, nobody else does."""
NOTES = ("QZVKTA", "QZVKTB")
"""What mediators wrote down of talks with one side: for no party at all."""
NO_SEAT = ("assist", "grid", "leader", "verifier", "admin", "cityadmin")


@dataclass(slots=True)
class Scene:
    """A dispute in which everything private has been said."""

    dispute: Dispute
    parties: dict[str, UUID]

    def link(self, side: str) -> str:
        return self.dispute.link(self.parties[side])


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    now = timezone.now()
    city = small_city.build()
    places.forget()
    dispute = open_dispute(city=city, now=now)
    parties = {
        side: dispute.join(side, name=NAMES[side], phone=CONTACT[side][0], email=CONTACT[side][1]) for side in SIDES
    }
    for one in parties.values():
        participants.invite(room=dispute.room(), participant=one, now=now)
        participants.agree(room=dispute.seat(one), now=now)
    dispute.take("consent", rights_told=True, openness="closed", note="")
    for side, one in parties.items():
        _say(dispute, side, one, "AB"[SIDES.index(side)])
    deliver(now=timezone.now(), secret_of=secret_of)
    yield Scene(dispute, parties)
    places.forget()


def _say(dispute: Dispute, side: str, one: UUID, mark: str) -> None:
    """Everything that is this side's alone."""
    now, seat = dispute.now, dispute.seat(one)
    notes.write(room=dispute.room(), text=f"最低可以接受五千QZVKT{mark}", side=side, now=now)
    told = NewEvidence(kind="photo", title=f"聊天记录QZVKE{mark}", content=DRAWN, name="proof.png")
    evidence.give(room=seat, new=told, now=now)
    evidence.give(room=seat, new=NewEvidence(kind="identity", title=f"身份证QZVKI{mark}"), now=now)
    agent = dispute.join(side, name=f"代理人{mark}", capacity="agent", mandate="general", stands_for=(one,), email="")
    mandates.hand_in(
        room=dispute.seat(one), participant=agent, mandate=(b"%PDF-1.4 " + mark.encode(), MANDATES[side]), now=now
    )
    offers.draft(room=seat, terms=Terms(text=f"最多让到三千QZVKD{mark}"), now=now)
    starts = (now + timedelta(days=3 + SIDES.index(side)),)
    plan = Proposal("apart", starts, timedelta(hours=1), side=side, venue=f"小会议室QZVKV{mark}")
    session = sessions.propose(room=dispute.room(), plan=plan, now=now)
    sessions.fix(room=dispute.room(), session=session, time=Session.objects.get(id=session).times.get().id, now=now)
    if side == "applicant":
        fixed(dispute)
        signing.send_code(room=seat, now=now)
        signing.sign_on_screen(room=seat, drawing=DRAWN, now=now)
        drafting.take_back(room=dispute.room(), now=now)
    drafting.ask_change(room=seat, words=f"第二条改成一次付清QZVKC{mark}", now=now)


def _marks(*sides: str) -> tuple[str, ...]:
    return tuple(mark for side in sides for mark in (*CONTACT[side], NAMES[side], *PRIVATE[side]))


def _values(scene: Scene, **own: list[Any]) -> dict[str, list[Any]]:
    """Values of the parts of addresses: everything of this room."""
    number, case = scene.dispute.number, Case.objects.get(number=scene.dispute.number)
    some: dict[str, list[Any]] = {
        "number": [number], "dispute": [number], "secret": ["not-the-secret"], "recheck": [1], "dry_run": [1],
        "attachment": list(Attachment.objects.filter(case=case).values_list("id", flat=True)),
        "session": list(Session.objects.values_list("id", flat=True)),
        "line": list(Evidence.objects.values_list("id", flat=True)),
        "lens": ["inbox", "mine", "area", "org", "pending", "reported"], "kind": ["csv", "xlsx"], "size": ["small"],
        "code": [TOWN], "key": ["dispute"], "clock": ["mediate"], "action": ["accept"], "step": ["publish"],
        "org_id": [scene.dispute.city.organisations["furong-cg"]], "form": ["web"], "pack": ["dispute"],
        "account_id": [scene.dispute.city.accounts["handler"]], "post_id": [scene.dispute.city.posts["handler"]],
        "outgoing_id": list(Outgoing.objects.values_list("id", flat=True))[:3], "document": ["accept"],
        "language": ["zh"], "verb": ["rename"],
    }  # fmt: skip
    return dict(NOBODYS) | some | own


def _addresses(scene: Scene, **own: list[Any]) -> Iterator[str]:
    known = _values(scene, **own)
    for name, parts in names():
        if "logout" in name:
            continue
        wanted = sorted(parts)
        for values in product(*(known.get(part, [1]) for part in wanted)):
            yield path_of(name, dict(zip(wanted, values, strict=True)))


def _met(client: Client, paths: Iterator[str], marks: tuple[str, ...]) -> list[str]:
    """Where any of the marks stands."""
    found = []
    for path in paths:
        with suppress(LinliError):
            text = text_of(client.get(path))
            found += [f"{mark} at {path}" for mark in marks if mark in text]
    return found


def _sent(client: Client, prefix: str, verbs: Iterator[tuple[str, str]], marks: tuple[str, ...]) -> list[str]:
    """What the verbs of the room answer with, each undone at once."""
    found = []
    for section, verb in verbs:
        with transaction.atomic():
            text = text_of(client.post(f"{prefix}{section}/{verb}/", {}))
            transaction.set_rollback(True)
        found += [f"{mark} of {section}/{verb}" for mark in marks if mark in text]
    return found


def _staff(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


@pytest.mark.parametrize("side", SIDES)
def test_a_party_meets_nothing_of_the_other(scene: Scene, side: str) -> None:
    other = next(one for one in SIDES if one != side)
    marks = (*_marks(other), *NOTES, *CONTACT[side])
    link = scene.link(side)
    own: dict[str, list[Any]] = {
        "participant": [*scene.parties.values()],
        "link": [link],
        "number": [scene.dispute.number],
    }
    own |= {"secret": [scene.dispute.secret]} if side == "applicant" else {}
    client = Client()
    prefix = f"/room/{scene.parties[side]}/{link}/"
    verbs = ((one.key, verb) for one in SECTIONS for verb in one.verbs)
    assert _met(client, _addresses(scene, **own), marks) + _sent(client, prefix, verbs, marks) == []
    assert PRIVATE[side][0] in text_of(client.get(prefix)), "the walk sees what it looks for"


@pytest.mark.parametrize("username", NO_SEAT)
def test_staff_without_a_seat_meet_nothing_of_the_room(scene: Scene, username: str) -> None:
    client = _staff(username)
    marks = (*_marks(*SIDES), *NOTES)
    verbs = ((one.key, verb) for one in STAFF_SECTIONS for verb in one.verbs)
    prefix = f"/console/cases/{scene.dispute.number}/room/"
    assert client.get(prefix).status_code == 404
    assert _met(client, _addresses(scene), marks) + _sent(client, prefix, verbs, marks) == []


@pytest.mark.parametrize("username", ["desk", "head"])
def test_the_desk_and_the_body_meet_nothing_that_is_a_sides_own(scene: Scene, username: str) -> None:
    client = _staff(username)
    marks = (*CONTACT["applicant"], *CONTACT["respondent"], *NAMES.values(), *NOTES)
    marks += tuple(mark for side in SIDES for mark in PRIVATE[side])
    assert _met(client, _addresses(scene), marks) == []


def test_the_mediator_meets_all_but_drafts_of_offers_and_contact_data(scene: Scene) -> None:
    text = text_of(_staff("handler").get(f"/console/cases/{scene.dispute.number}/room/"))
    drafts = {PRIVATE[side][1] for side in SIDES}
    met = {mark for side in SIDES for mark in PRIVATE[side] if mark in text} | {one for one in NOTES if one in text}
    assert met == {mark for side in SIDES for mark in PRIVATE[side]} - drafts | set(NOTES)
    assert not [mark for side in SIDES for mark in CONTACT[side] if mark in text]


@pytest.mark.parametrize("username", ["desk", "handler"])
def test_the_api_tells_nothing_of_the_room(scene: Scene, username: str) -> None:
    issued = tokens.issue(name=username, post_id=scene.dispute.city.posts[username], now=timezone.now())
    marks = (*_marks(*SIDES), *NOTES)
    for path in ("", f"/{scene.dispute.number}", f"/{scene.dispute.number}/events"):
        text = text_of(asked("get", f"/api/v1/cases{path}", issued.secret))
        assert not [mark for mark in marks if mark in text], path
    text = text_of(asked("get", f"/api/v1/mediations/{scene.dispute.number}", issued.secret))
    assert '"sessions":0' in text.replace(" ", ""), "talks apart are not counted"
    told = Account.objects.filter(id__in=scene.dispute.city.accounts.values()).values_list("name", flat=True)
    assert not [mark for mark in (*marks, *NAMES.values(), *told) if mark in text]


@pytest.mark.parametrize("username", NO_SEAT)
def test_the_api_hides_a_mediation_from_staff_without_a_seat(scene: Scene, username: str) -> None:
    issued = tokens.issue(name=username, post_id=scene.dispute.city.posts[username], now=timezone.now())
    assert asked("get", f"/api/v1/mediations/{scene.dispute.number}", issued.secret).status_code == 404


def test_a_mail_to_one_side_holds_nothing_of_anybody(scene: Scene) -> None:
    for side in SIDES:
        letters = [letter for letter in mail.outbox if CONTACT[side][1] in letter.to]
        assert letters
        text = "".join(f"{letter.subject} {letter.body}" for letter in letters)
        other = next(one for one in SIDES if one != side)
        assert not [mark for mark in (*_marks(*SIDES), *NOTES, scene.link(other)) if mark in text]
        assert scene.link(side) in text


def test_documents_hold_names_and_no_contact_data(scene: Scene) -> None:
    held = ""
    for file in Attachment.objects.filter(case__number=scene.dispute.number, media_type__contains="word"):
        with zipfile.ZipFile(io.BytesIO(kept_at(path=file.path).read_bytes())) as book:
            held += "".join(book.read(one).decode("utf-8", "replace") for one in book.namelist())
    private = tuple(mark for side in SIDES for mark in (*CONTACT[side], *PRIVATE[side]))
    assert all(name in held for name in NAMES.values())
    assert not [mark for mark in (*private, *NOTES) if mark in held]


def test_what_is_kept_beside_the_rows_holds_nothing(scene: Scene) -> None:
    kept = [Entry.objects.values_list("body", flat=True), Event.objects.values_list("body", flat=True)]
    kept += [Outgoing.objects.values_list("context", flat=True), Notice.objects.values_list("context", flat=True)]
    kept += [Case.objects.values_list("fields", flat=True)]
    text = "".join(str(list(one)) for one in kept)
    assert not [mark for mark in (*_marks(*SIDES), *NOTES) if mark in text]
    assert not [side for side in SIDES if scene.link(side) in text]


def test_a_mandate_goes_to_its_own_side_and_the_mediator_alone(scene: Scene) -> None:
    """Everybody in the room is told that it is on file; the paper is taken by those two."""
    agents = {
        side: Participant.objects.get(case__number=scene.dispute.number, side=side, capacity="agent") for side in SIDES
    }
    console = f"/console/cases/{scene.dispute.number}/room/parties/mandate/"
    for side, agent in agents.items():
        for other in SIDES:
            answer = Client().post(
                f"/room/{scene.parties[other]}/{scene.link(other)}/people/mandate/", {"participant": str(agent.id)}
            )
            assert answer.status_code == (200 if other == side else 404)
        taken = {
            name: _staff(name).post(console, {"participant": str(agent.id)}) for name in ("handler", "head", "desk")
        }
        assert [one.status_code for one in taken.values()] == [200, 404, 404]
        assert MANDATES[side] in taken["handler"]["Content-Disposition"]
    page = text_of(Client().get(f"/room/{scene.parties['applicant']}/{scene.link('applicant')}/"))
    assert page.count("授权材料已提交") == 2
    assert "一般授权" in page
