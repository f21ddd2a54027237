"""Neither side of a dispute meets what belongs to the other, and nobody outside meets anything of the room.

Every address that the resolver knows is opened, and every verb of the room is sent, as each party, as the desk, the
mediators' body and as staff with no seat; every mail, document, event, entry and answer of the API is read. What is
looked for stands nowhere else, and the mediator, who may see it, does meet it.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from linli.cases.actions.attaching import kept_at
from linli.cases.models import Attachment, Case, Event
from linli.mediation.actions import participants
from linli.mediation.models import Entry, Participant
from linli.mediation.queries.secrets import secret_of
from linli.notify.actions import deliver
from linli.notify.models import Notice, Outgoing
from linli.people import tokens
from linli.people.models import Account
from linli.places import queries as places
from linli.web.console.room.page import SECTIONS as STAFF_SECTIONS
from linli.web.public.room.page import SECTIONS
from tests.answers import asked, text_of
from tests.functional import small_city
from tests.integration.access.rooms import (
    CONTACT,
    MANDATES,
    NAMES,
    NOTES,
    PRIVATE,
    SIDES,
    Scene,
    addresses,
    joined,
    marks_of,
    met,
    say,
    sent,
    staff,
)
from tests.mediating import open_dispute

NO_SEAT = ("assist", "grid", "leader", "verifier", "admin", "cityadmin")


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    now = timezone.now()
    city = small_city.build()
    places.forget()
    dispute = open_dispute(city=city, now=now)
    parties = joined(dispute)
    for one in parties.values():
        participants.invite(room=dispute.room(), participant=one, now=now)
        participants.agree(room=dispute.seat(one), now=now)
    dispute.take("consent", rights_told=True, openness="closed", note="")
    for side, one in parties.items():
        say(dispute, side, one)
    deliver(now=timezone.now(), secret_of=secret_of)
    yield Scene(dispute, parties)
    places.forget()


@pytest.mark.parametrize("side", SIDES)
def test_a_party_meets_nothing_of_the_other(scene: Scene, side: str) -> None:
    other = next(one for one in SIDES if one != side)
    marks = (*marks_of(other), *NOTES, *CONTACT[side])
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
    assert met(client, addresses(scene, **own), marks) + sent(client, prefix, verbs, marks) == []
    assert PRIVATE[side][0] in text_of(client.get(prefix)), "the walk sees what it looks for"


@pytest.mark.parametrize("username", NO_SEAT)
def test_staff_without_a_seat_meet_nothing_of_the_room(scene: Scene, username: str) -> None:
    client = staff(username)
    marks = (*marks_of(*SIDES), *NOTES)
    verbs = ((one.key, verb) for one in STAFF_SECTIONS for verb in one.verbs)
    prefix = f"/console/cases/{scene.dispute.number}/room/"
    assert client.get(prefix).status_code == 404
    assert met(client, addresses(scene), marks) + sent(client, prefix, verbs, marks) == []


@pytest.mark.parametrize("username", ["desk", "head"])
def test_the_desk_and_the_body_meet_nothing_that_is_a_sides_own(scene: Scene, username: str) -> None:
    client = staff(username)
    marks = (*CONTACT["applicant"], *CONTACT["respondent"], *NAMES.values(), *NOTES)
    marks += tuple(mark for side in SIDES for mark in PRIVATE[side])
    assert met(client, addresses(scene), marks) == []


def test_the_mediator_meets_all_but_drafts_of_offers_and_contact_data(scene: Scene) -> None:
    text = text_of(staff("handler").get(f"/console/cases/{scene.dispute.number}/room/"))
    drafts = {PRIVATE[side][1] for side in SIDES}
    met = {mark for side in SIDES for mark in PRIVATE[side] if mark in text} | {one for one in NOTES if one in text}
    assert met == {mark for side in SIDES for mark in PRIVATE[side]} - drafts | set(NOTES)
    assert not [mark for side in SIDES for mark in CONTACT[side] if mark in text]


@pytest.mark.parametrize("username", ["desk", "handler"])
def test_the_api_tells_nothing_of_the_room(scene: Scene, username: str) -> None:
    issued = tokens.issue(name=username, post_id=scene.dispute.city.posts[username], now=timezone.now())
    marks = (*marks_of(*SIDES), *NOTES)
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
        assert not [mark for mark in (*marks_of(*SIDES), *NOTES, scene.link(other)) if mark in text]
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
    assert not [mark for mark in (*marks_of(*SIDES), *NOTES) if mark in text]
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
            name: staff(name).post(console, {"participant": str(agent.id)}) for name in ("handler", "head", "desk")
        }
        assert [one.status_code for one in taken.values()] == [200, 404, 404]
        assert MANDATES[side] in taken["handler"]["Content-Disposition"]
    page = text_of(Client().get(f"/room/{scene.parties['applicant']}/{scene.link('applicant')}/"))
    assert page.count("授权材料已提交") == 2
    assert "一般授权" in page
